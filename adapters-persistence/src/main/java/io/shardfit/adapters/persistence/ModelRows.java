package io.shardfit.adapters.persistence;

import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.GrantedWaiver;
import io.shardfit.application.event.ReadinessDay;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.readmodel.DeploymentModel;
import io.shardfit.application.readmodel.RoundModel;
import io.shardfit.application.readmodel.VerdictFacts;
import io.shardfit.domain.approval.Period;
import io.shardfit.domain.approval.Waiver;
import io.shardfit.domain.quantity.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Lays models out in rows.
record ModelRows(ReadRows rows) {
    void add(DeploymentModel model) {
        row(
                ReadTable.PLAN,
                model.name(),
                model.plan().submitted().fileName(),
                model.plan().submitted().raw().text(),
                model.plan().submitted().plan().text(),
                model.plan().submitted().origin(),
                model.plan().position(),
                model.archived(),
                model.last().position(),
                model.last().at(),
                model.last().type(),
                model.last().by());
        model.verdicts().forEach(verdict -> verdict(model.name(), verdict));
        model.rounds().forEach(round -> round(model.name(), round));
        model.standings()
                .forEach((environment, periods) ->
                        periods.forEach(period ->
                                period(
                                        ReadTable.PLACE_INTERVAL,
                                        List.of(model.name(), environment),
                                        period)));
        model.days().forEach(day -> day(model.name(), day));
    }

    private void verdict(String deployment, StandingVerdict standing) {
        VerdictFacts verdict = VerdictFacts.of(standing);
        row(
                ReadTable.VERDICT,
                deployment,
                margin(verdict.margin()),
                verdict.position(),
                verdict.at(),
                verdict.result(),
                verdict.ruleSet(),
                verdict.engineVersion(),
                String.join(" ", verdict.findings()),
                verdict.figures().gpusRequired(),
                verdict.figures().gpusAvailable(),
                verdict.figures().budget(),
                verdict.figures().expected(),
                verdict.figures().high());
    }

    private void round(String deployment, RoundModel round) {
        String environment = round.request().environment();
        int number = round.request().round().number();
        Basis basis = round.request().basis();
        row(
                ReadTable.APPROVAL_ROUND,
                deployment,
                environment,
                number,
                round.position(),
                round.at(),
                round.by(),
                basis.plan().text(),
                basis.verdictPosition(),
                basis.policyVersion(),
                round.request().needed());
        round.waivers()
                .forEach(waiver ->
                        row(ReadTable.APPROVAL_WAIVER, environment, waiver, deployment, number));
        round.periods()
                .forEach(period ->
                        period(
                                ReadTable.APPROVAL_INTERVAL,
                                List.of(deployment, environment, number),
                                period));
    }

    private void period(ReadTable table, List<Object> key, Period period) {
        List<Object> columns = new ArrayList<>(key);
        columns.add(period.from());
        columns.add(period.until());
        columns.addAll(StandingColumns.of(period.standing()));
        row(table, columns.toArray());
    }

    private void day(String deployment, ReadinessDay day) {
        row(
                ReadTable.READINESS_DAY,
                deployment,
                margin(day.margin()),
                day.day(),
                day.until(),
                day.result(),
                day.ruleSet(),
                day.position());
    }

    void add(String environment, EnvironmentHistory history) {
        row(
                ReadTable.ENVIRONMENT,
                environment,
                history.version(),
                history.policyVersion(),
                margin(history.policy().safetyMargin()),
                history.policy().neededApprovals());
        history.granted().forEach(granted -> waiver(environment, granted));
    }

    private void waiver(String environment, GrantedWaiver granted) {
        Waiver waiver = granted.waiver();
        row(
                ReadTable.WAIVER,
                environment,
                granted.position(),
                waiver.id(),
                waiver.finding(),
                waiver.planDigest(),
                waiver.reason(),
                waiver.from(),
                waiver.until(),
                granted.requester(),
                granted.granter(),
                granted.ticket(),
                granted.revoked());
    }

    /// A margin is part of a key, and keys have no gaps.
    static String margin(Optional<Share> margin) {
        return margin.map(share -> Double.toString(share.fraction())).orElse("");
    }

    static Optional<Share> margin(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new Share(Double.parseDouble(text)));
    }

    private void row(ReadTable table, Object... values) {
        rows.add(table, Arrays.stream(values).map(ModelRows::text).toList());
    }

    private static Optional<String> text(Object value) {
        return value instanceof Optional<?> optional
                ? optional.map(Object::toString)
                : Optional.of(value.toString());
    }
}
