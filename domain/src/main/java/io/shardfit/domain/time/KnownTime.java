package io.shardfit.domain.time;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.balance.Bound;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.quantity.TokenRate;
import java.util.ArrayList;
import java.util.List;

/// A time with its interval and its parts.
public sealed interface KnownTime extends StepTime permits TrainingTime, ServingTime {
    String SOURCE = "docs/time-model.md";

    DeploymentPlan plan();

    Seconds at(Pace pace);

    /// {@return the expected time, by which a search ranks}
    default Seconds expected() {
        return at(Pace.EXPECTED);
    }

    /// {@return what one part takes of a step; the parts add up to the step}
    Seconds of(TimePart part, Pace pace);

    /// {@return the arithmetic of a part}
    Derivation how(TimePart part, Pace pace);

    /// {@return tokens of a step}
    Term tokens();

    /// {@return tokens of all GPUs}
    TokenRate throughput(Pace pace);

    /// {@return tokens of one GPU}
    default TokenRate throughputPerGpu(Pace pace) {
        return throughput(pace).over(plan().groups().worldSize());
    }

    /// {@return the parts that take any time}
    default List<TimePart> parts() {
        List<TimePart> parts = new ArrayList<>();
        for (TimePart part : TimePart.values()) {
            boolean takesTime = false;
            for (Pace pace : Pace.values()) {
                takesTime |= of(part, pace).seconds() > 0;
            }
            if (takesTime) {
                parts.add(part);
            }
        }
        return List.copyOf(parts);
    }

    /// {@return the arithmetic of a step}
    default Derivation stepHow(Pace pace) {
        List<Term> terms = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TimePart part : parts()) {
            names.add(part.id());
            terms.add(term(part.id(), part.label(), how(part, pace)));
        }
        return Derivation.of(
                at(pace).seconds(),
                "seconds",
                String.join(" + ", names),
                SOURCE,
                terms.toArray(Term[]::new));
    }

    default Derivation throughputHow(Pace pace) {
        return Derivation.of(
                throughput(pace).perSecond(),
                "tokens/s",
                "tokens ÷ step",
                SOURCE,
                tokens(),
                term("step", "time of a step", stepHow(pace)));
    }

    default Derivation throughputPerGpuHow(Pace pace) {
        return Derivation.of(
                throughputPerGpu(pace).perSecond(),
                "tokens/s",
                "all ÷ W",
                SOURCE,
                term("all", "tokens of all GPUs", throughputHow(pace)),
                term("W", plan().groups().worldSize(), "GPUs", "strategy"));
    }

    /// {@return the part of a step in which a resource is busy; what is hidden counts nowhere}
    default Share busy(Bound resource) {
        double seconds = 0;
        for (TimePart part : TimePart.values()) {
            seconds += part.bound() == resource ? of(part, Pace.EXPECTED).seconds() : 0;
        }
        return new Share(seconds / expected().seconds());
    }

    /// {@return the part of a step in which a resource does nothing}
    default Share headroom(Bound resource) {
        return new Share(Math.max(0, 1 - busy(resource).fraction()));
    }

    default Derivation headroomHow(Bound resource) {
        return Derivation.of(
                headroom(resource).fraction(),
                "share",
                "max(0, 1 - busy)",
                SOURCE,
                term(
                        "busy",
                        busy(resource).fraction(),
                        "part of a step in which it is busy",
                        "parts of the expected step"));
    }

    /// {@return the resource that is busy the longest}
    default Bound bound() {
        Bound longest = Bound.COMPUTE;
        for (Bound resource : List.of(Bound.MEMORY_BANDWIDTH, Bound.NETWORK)) {
            longest = busy(resource).isMoreThan(busy(longest)) ? resource : longest;
        }
        return longest;
    }

    /// {@return the rates of links and network, and where they come from}
    Wiring wiring();
}
