package io.shardfit.adapters.web;

/// Commands of the command line that do what a page is about, as they are to be typed: each names
/// the server wherever the command line would talk to another one, or to none.
///
/// @param address of this server, as whoever reads the page reaches it
/// @param isLocal whether people of this machine are told by their tokens of one word
public record Hints(String address, boolean isLocal) {
    /// Where the command line looks for a server that nobody names (docs/cli.md).
    private static final String USUAL = "http://127.0.0.1:8080";

    public String check(String plan) {
        return "./shardfit check " + plan;
    }

    public String submit(String plan, String deployment) {
        return onServer("submit %s --deployment %s".formatted(plan, deployment));
    }

    /// Asks for approval.
    public String request(String plan, String deployment, String environment) {
        return onServer(
                "submit %s --deployment %s --environment %s --request"
                        .formatted(plan, deployment, environment));
    }

    public String measure(String deployment, String file) {
        return onServer("measure %s %s".formatted(deployment, file));
    }

    public String tokens() {
        return onServer("token list");
    }

    /// Without an address this would open the database, which the server has.
    public String auditCheckpoint() {
        return "./shardfit audit checkpoint --server " + address;
    }

    /// Needs the role auditor.
    public String auditExport(String folder) {
        return "./shardfit audit export %s --server %s%s"
                .formatted(folder, address, isLocal ? " --token local-auditor" : "");
    }

    public String auditVerify(String rest) {
        return "./shardfit audit verify " + rest;
    }

    private String onServer(String command) {
        return "./shardfit " + command + (address.equals(USUAL) ? "" : " --server " + address);
    }
}
