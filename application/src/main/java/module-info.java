import org.jspecify.annotations.NullMarked;

/// What people do with the domain, and the documents they bring and take away. Knows no framework;
/// only `format` touches a YAML or JSON parser.
@NullMarked
module io.shardfit.application {
    requires transitive io.shardfit.domain;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires org.snakeyaml.engine;

    exports io.shardfit.application;
    exports io.shardfit.application.account;
    exports io.shardfit.application.catalogue;
    exports io.shardfit.application.comparison;
    exports io.shardfit.application.deployment;
    exports io.shardfit.application.document;
    exports io.shardfit.application.evidence;
    exports io.shardfit.application.event;
    exports io.shardfit.application.format;
    exports io.shardfit.application.gate;
    exports io.shardfit.application.ledger;
    exports io.shardfit.application.measurement;
    exports io.shardfit.application.port;
    exports io.shardfit.application.readmodel;
    exports io.shardfit.application.remedy;
    exports io.shardfit.application.report;
    exports io.shardfit.application.webhook;
}
