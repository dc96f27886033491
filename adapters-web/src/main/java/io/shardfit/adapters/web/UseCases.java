package io.shardfit.adapters.web;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.shardfit.application.CheckPlan;
import io.shardfit.application.CompareConventions;
import io.shardfit.application.CompareMeasurements;
import io.shardfit.application.ExploreStrategies;
import io.shardfit.application.SearchStrategies;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.catalogue.ModelCatalogue;
import io.shardfit.application.deployment.AlignRoles;
import io.shardfit.application.deployment.ApplyRemedy;
import io.shardfit.application.deployment.ApprovePlan;
import io.shardfit.application.deployment.ArchiveDeployment;
import io.shardfit.application.deployment.AskRemedies;
import io.shardfit.application.deployment.AskVerdict;
import io.shardfit.application.deployment.ChangePolicy;
import io.shardfit.application.deployment.ChooseStrategy;
import io.shardfit.application.deployment.CompareVersions;
import io.shardfit.application.deployment.GrantRole;
import io.shardfit.application.deployment.GrantWaiver;
import io.shardfit.application.deployment.IssueToken;
import io.shardfit.application.deployment.LocalRoles;
import io.shardfit.application.deployment.PublishRuleSet;
import io.shardfit.application.deployment.ReadDeployment;
import io.shardfit.application.deployment.ReadEnvironment;
import io.shardfit.application.deployment.ReadReview;
import io.shardfit.application.deployment.ReadRuleSets;
import io.shardfit.application.deployment.RecordMeasurement;
import io.shardfit.application.deployment.RejectApproval;
import io.shardfit.application.deployment.ReplayVerdict;
import io.shardfit.application.deployment.RequestApproval;
import io.shardfit.application.deployment.RevokeApproval;
import io.shardfit.application.deployment.RevokeRole;
import io.shardfit.application.deployment.RevokeToken;
import io.shardfit.application.deployment.RevokeWaiver;
import io.shardfit.application.deployment.ShowImpact;
import io.shardfit.application.deployment.SubmitPlan;
import io.shardfit.application.deployment.ValidatePlan;
import io.shardfit.application.deployment.WithdrawRuleSet;
import io.shardfit.application.evidence.NewestCheckpoint;
import io.shardfit.application.evidence.ProveEntry;
import io.shardfit.application.evidence.VerifyingKey;
import io.shardfit.application.port.CheckpointLog;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.Server;
import io.shardfit.application.remedy.ProposeRemedies;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// The wiring of the application, whose classes know no container.
@Factory
final class UseCases {
    /// Micronaut brings a clock, too.
    @Singleton
    @Primary
    InstantSource clock() {
        return InstantSource.system();
    }

    @Singleton
    GpuCatalogue gpus() {
        return GpuCatalogue.shipped();
    }

    @Singleton
    ModelCatalogue models() {
        return ModelCatalogue.shipped();
    }

    @Singleton
    CheckPlan checkPlan(GpuCatalogue gpus) {
        return new CheckPlan(gpus);
    }

    @Singleton
    ProposeRemedies proposeRemedies(GpuCatalogue gpus) {
        return new ProposeRemedies(gpus);
    }

    @Singleton
    NewestCheckpoint newestCheckpoint(CheckpointLog checkpoints, Server.Settings settings) {
        return new NewestCheckpoint(
                checkpoints,
                settings.verifyingKeys().stream()
                        .findFirst()
                        .map(VerifyingKey::new)
                        .map(VerifyingKey::name));
    }

    @Singleton
    ProveEntry proveEntry(EventLog log, NewestCheckpoint newest, LedgerSnapshot tables) {
        return new ProveEntry(log, newest, tables::open);
    }

    @Singleton
    SubmitPlan submitPlan(EventLog log, CheckPlan checkPlan) {
        return new SubmitPlan(log, checkPlan);
    }

    @Singleton
    ValidatePlan validatePlan(EventLog log, CheckPlan checkPlan) {
        return new ValidatePlan(log, checkPlan);
    }

    @Singleton
    ApplyRemedy applyRemedy(EventLog log, CheckPlan checkPlan, ProposeRemedies propose) {
        return new ApplyRemedy(log, checkPlan, propose);
    }

    @Singleton
    ChooseStrategy chooseStrategy(EventLog log, CheckPlan checkPlan) {
        return new ChooseStrategy(log, checkPlan);
    }

    @Singleton
    ArchiveDeployment archiveDeployment(EventLog log) {
        return new ArchiveDeployment(log);
    }

    @Singleton
    RecordMeasurement recordMeasurement(EventLog log, GpuCatalogue gpus) {
        return new RecordMeasurement(log, new CompareMeasurements(gpus));
    }

    @Singleton
    RequestApproval requestApproval(EventLog log, CheckPlan checkPlan, InstantSource clock) {
        return new RequestApproval(log, checkPlan, clock);
    }

    @Singleton
    ApprovePlan approvePlan(EventLog log, InstantSource clock) {
        return new ApprovePlan(log, clock);
    }

    @Singleton
    RejectApproval rejectApproval(EventLog log, InstantSource clock) {
        return new RejectApproval(log, clock);
    }

    @Singleton
    RevokeApproval revokeApproval(EventLog log, InstantSource clock) {
        return new RevokeApproval(log, clock);
    }

    @Singleton
    GrantWaiver grantWaiver(EventLog log, InstantSource clock) {
        return new GrantWaiver(log, clock);
    }

    @Singleton
    RevokeWaiver revokeWaiver(EventLog log) {
        return new RevokeWaiver(log);
    }

    @Singleton
    PublishRuleSet publishRuleSet(EventLog log, CheckPlan checkPlan, InstantSource clock) {
        return new PublishRuleSet(log, checkPlan, clock);
    }

    @Singleton
    WithdrawRuleSet withdrawRuleSet(EventLog log, CheckPlan checkPlan, InstantSource clock) {
        return new WithdrawRuleSet(log, checkPlan, clock);
    }

    @Singleton
    ShowImpact showImpact(EventLog log, CheckPlan checkPlan, InstantSource clock) {
        return new ShowImpact(log, checkPlan, clock);
    }

    @Singleton
    ChangePolicy changePolicy(EventLog log) {
        return new ChangePolicy(log);
    }

    @Singleton
    GrantRole grantRole(EventLog log) {
        return new GrantRole(log);
    }

    @Singleton
    RevokeRole revokeRole(EventLog log, Server.Settings settings) {
        return settings.access() instanceof Server.Access.Local
                ? new RevokeRole(log, LocalRoles::isLocal)
                : new RevokeRole(log);
    }

    @Singleton
    AlignRoles alignRoles(EventLog log) {
        return new AlignRoles(log);
    }

    @Singleton
    IssueToken issueToken(EventLog log, InstantSource clock) {
        return new IssueToken(log, clock);
    }

    @Singleton
    RevokeToken revokeToken(EventLog log) {
        return new RevokeToken(log);
    }

    @Singleton
    ReadDeployment readDeployment(EventLog log) {
        return new ReadDeployment(log);
    }

    @Singleton
    ReadEnvironment readEnvironment(EventLog log) {
        return new ReadEnvironment(log);
    }

    @Singleton
    ReadRuleSets readRuleSets(EventLog log) {
        return new ReadRuleSets(log);
    }

    @Singleton
    AskRemedies askRemedies(EventLog log, CheckPlan checkPlan, ProposeRemedies propose) {
        return new AskRemedies(log, checkPlan, propose);
    }

    @Singleton
    CompareVersions compareVersions(EventLog log, CheckPlan checkPlan, GpuCatalogue gpus) {
        return new CompareVersions(log, checkPlan, gpus);
    }

    @Singleton
    AskVerdict askVerdict(EventLog log, CheckPlan checkPlan) {
        return new AskVerdict(log, checkPlan);
    }

    @Singleton
    ReplayVerdict replayVerdict(EventLog log, CheckPlan checkPlan) {
        return new ReplayVerdict(log, checkPlan);
    }

    @Singleton
    SearchStrategies searchStrategies(GpuCatalogue gpus) {
        return new SearchStrategies(gpus);
    }

    @Singleton
    ExploreStrategies exploreStrategies(GpuCatalogue gpus) {
        return new ExploreStrategies(gpus);
    }

    @Singleton
    CompareConventions compareConventions(GpuCatalogue gpus) {
        return new CompareConventions(gpus);
    }

    @Singleton
    ReadReview readReview(EventLog log, InstantSource clock) {
        return new ReadReview(log, clock);
    }
}
