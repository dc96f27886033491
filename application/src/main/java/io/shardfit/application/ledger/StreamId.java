package io.shardfit.application.ledger;

import java.util.Set;
import java.util.regex.Pattern;

/// Names a stream: the kind of thing and its name, as in `deployment-llama-70b`.
public record StreamId(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z]{2,20}-[A-Za-z0-9_.:-]{1,180}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,179}");

    /// How a deployment or an environment may be called, to follow "a name".
    public static final String NAME_RULE =
            "begins with a letter or digit, then up to 179 letters, digits and _ . : -";

    private static final String DEPLOYMENT = "deployment";
    private static final String ENVIRONMENT = "environment";
    private static final String RULE_SET = "ruleset";
    private static final String DIRECTORY = "directory";
    private static final String LOG = "log";
    private static final String ADMISSION = "admission";

    private static final Set<String> KINDS =
            Set.of(DEPLOYMENT, ENVIRONMENT, ADMISSION, RULE_SET, DIRECTORY, LOG);

    public StreamId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a stream: " + text);
        }
    }

    /// {@return whether a deployment or an environment can be called so: a letter or digit, then up
    /// to 179 letters, digits and `_ . : -`}
    ///
    /// A name is a part of addresses, where `.` and `..` mean something else, and of commands,
    /// where `-` does.
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    public static StreamId deployment(String name) {
        return new StreamId(DEPLOYMENT + "-" + name);
    }

    public static StreamId environment(String name) {
        return new StreamId(ENVIRONMENT + "-" + name);
    }

    /// {@return the stream of what was turned away at the gate of an environment}
    public static StreamId admission(String environment) {
        return new StreamId(ADMISSION + "-" + environment);
    }

    /// {@return the stream of the one rule-set there is, in all its editions}
    public static StreamId ruleSet() {
        return new StreamId(RULE_SET + "-shardfit");
    }

    /// {@return the stream in which roles are granted and revoked}
    public static StreamId directory() {
        return new StreamId(DIRECTORY + "-roles");
    }

    /// {@return the stream in which a log says which log it continues}
    public static StreamId origin() {
        return new StreamId(LOG + "-origin");
    }

    public boolean isDeployment() {
        return kind().equals(DEPLOYMENT);
    }

    public boolean isEnvironment() {
        return kind().equals(ENVIRONMENT);
    }

    public boolean isRuleSet() {
        return kind().equals(RULE_SET);
    }

    /// {@return whether anything is ever recorded in a stream that is called so}
    public boolean isOfAKnownKind() {
        return KINDS.contains(kind());
    }

    public String kind() {
        return text.substring(0, text.indexOf('-'));
    }

    public String name() {
        return text.substring(text.indexOf('-') + 1);
    }
}
