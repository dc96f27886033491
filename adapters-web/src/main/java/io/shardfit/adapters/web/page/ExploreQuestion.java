package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpParameters;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.application.ExploreStrategies.Choice;
import io.shardfit.application.ExploreStrategies.Selection;
import java.util.Optional;
import java.util.OptionalInt;

/// Which slice of the strategies somebody looks at, and which point of it.
///
/// @param data empty for as many replicas as there is room for
public record ExploreQuestion(
        OptionalInt expert,
        OptionalInt data,
        OptionalInt context,
        OptionalInt microBatch,
        OptionalInt tensor,
        OptionalInt pipeline) {

    static ExploreQuestion of(HttpParameters parameters) {
        Question asked = new Question(parameters);
        return new ExploreQuestion(
                asked.number("ep"),
                asked.number("dp"),
                asked.number("cp"),
                asked.number("mb"),
                asked.number("tp"),
                asked.number("pp"));
    }

    /// @param point as the button of a point sends it, `TPxPP`
    static ExploreQuestion of(FormFields form) {
        OptionalInt[] point = point(form.optional("point").orElse(""));
        return new ExploreQuestion(
                form.number("ep"),
                form.number("dp"),
                form.number("cp"),
                form.number("mb"),
                point[0],
                point[1]);
    }

    private static OptionalInt[] point(String text) {
        String[] degrees = text.split("x", -1);
        return degrees.length == 2
                ? new OptionalInt[] {
                    FormFields.number("tp", degrees[0]), FormFields.number("pp", degrees[1])
                }
                : new OptionalInt[] {OptionalInt.empty(), OptionalInt.empty()};
    }

    /// @throws ProblemException if a degree is none
    Selection selection() {
        try {
            return new Selection(expert, data, context, microBatch);
        } catch (IllegalArgumentException none) {
            throw ProblemException.of(ProblemKind.BAD_REQUEST, String.valueOf(none.getMessage()));
        }
    }

    Optional<Choice> choice() {
        return tensor.isPresent() && pipeline.isPresent()
                ? Optional.of(new Choice(tensor.getAsInt(), pipeline.getAsInt()))
                : Optional.empty();
    }

    /// {@return the address of this slice with another point}
    String at(String path, int otherTensor, int otherPipeline) {
        return new Question.Address(path)
                        .with("ep", expert)
                        .with("dp", data)
                        .with("cp", context)
                        .with("mb", microBatch)
                        .with("tp", (Object) otherTensor)
                        .with("pp", (Object) otherPipeline)
                + "#chosen";
    }
}
