package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.domain.verdict.Finding;
import java.util.List;

/// Everything that was found, the heaviest first, with its place in the user's file.
final class IssuesSection {
    private IssuesSection() {}

    static void write(Markdown text, List<CheckedPlan> plans) {
        text.heading(2, "Critical issues");
        for (CheckedPlan plan : plans) {
            text.heading(3, plan.verdict().plan().name());
            List<Finding> findings = plan.verdict().findings();
            if (findings.isEmpty()) {
                text.paragraph("None.");
            }
            text.bullets(findings.stream().map(finding -> line(finding, plan)).toList());
        }
    }

    private static String line(Finding finding, CheckedPlan plan) {
        String place =
                VerdictDocument.place(finding, plan.file())
                        .map(found ->
                                " (`%s:%d` `%s`)"
                                        .formatted(
                                                plan.file().name(), found.at().line(), found.key()))
                        .orElse("");
        return "**%s** %s: %s%s"
                .formatted(finding.code(), finding.severity().word(), finding.message(), place);
    }
}
