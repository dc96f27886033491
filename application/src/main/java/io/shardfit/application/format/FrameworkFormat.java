package io.shardfit.application.format;

import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.framework.FrameworkDefaults;
import io.shardfit.domain.framework.KnownReleases;
import io.shardfit.domain.framework.Version;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.MegatronCore;
import java.util.List;
import java.util.Optional;

/// The `framework` section of a plan. What a release decides is taken from the nearest known one,
/// and that is noted as assumed.
record FrameworkFormat(Problems problems, Fields fields) {
    private static final String NEWEST = "the newest known";
    private static final String DATED = "its defaults changed from release to release";

    Optional<Framework> read(boolean trains) {
        List<String> names = Convention.all().stream().map(Convention::name).toList();
        Optional<Convention> convention =
                fields.required("name", "one of " + String.join(", ", names), Convention::ofName);
        Optional<String> release = fields.present("version", "a version", Optional::of);
        Optional<String> engine = fields.present("transformerEngine", "a version", Optional::of);
        return convention.map(known ->
                noted(
                        new Framework(
                                known, release.flatMap(Version::of), engine.flatMap(Version::of)),
                        release,
                        trains));
    }

    private Framework noted(Framework framework, Optional<String> release, boolean trains) {
        Convention convention = framework.convention();
        boolean megatron = convention instanceof MegatronCore && trains;
        boolean matters =
                release.isPresent() || megatron || FrameworkDefaults.of(framework).areDated();
        if (matters && framework.version().isEmpty()) {
            problems.assume(
                    "framework.version",
                    NEWEST,
                    release.map("\"%s\" is no number of a release"::formatted).orElse(DATED));
        }
        if (megatron && framework.transformerEngine().isEmpty()) {
            problems.assume("framework.transformerEngine", NEWEST, DATED);
        }
        return framework
                .version()
                .map(version -> framework.withVersion(known(KnownReleases.of(convention), version)))
                .orElse(framework);
    }

    private Version known(KnownReleases releases, Version version) {
        if (!releases.isOlder(version) && !releases.isNewer(version)) {
            return version;
        }
        Version nearest = releases.nearest(version);
        problems.assume(
                "framework.version",
                "as " + nearest,
                "%s is %s than the releases that were read"
                        .formatted(version, releases.isOlder(version) ? "older" : "newer"));
        return version.judgedAs(nearest);
    }
}
