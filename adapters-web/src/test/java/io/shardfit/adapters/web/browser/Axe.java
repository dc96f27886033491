package io.shardfit.adapters.web.browser;

import com.deque.html.axecore.providers.EmbeddedResourceAxeProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import javax.naming.OperationNotSupportedException;
import org.openqa.selenium.JavascriptExecutor;

/// axe-core in the page that a browser shows. It is put there once and run as often as the page
/// changes its looks, and only what it found comes back: Deque's own runner brings all that it
/// looked at, with the way to it. There are no frames here that it would have to enter.
///
/// @param rules the tags of those that are applied
record Axe(JavascriptExecutor page, List<String> rules) {
    private static final String SCRIPT = script();
    private static final String RUN =
            """
            const answer = arguments[arguments.length - 1];
            const only = {type: 'tag', values: arguments[0]};
            axe.run(document, {runOnly: only, resultTypes: ['violations']}).then(
                found => answer({
                    passes: found.passes.length,
                    violations: found.violations.map(rule =>
                        rule.id + ': ' + rule.help + ': '
                            + rule.nodes.map(node => node.html).join(' '))}),
                failed => answer({passes: 0, violations: [String(failed)]}));
            """;

    /// @param passes how many rules had something to look at and found it well
    record Result(int passes, List<String> violations) {}

    static Axe in(JavascriptExecutor page, List<String> rules) {
        page.executeScript(SCRIPT);
        return new Axe(page, rules);
    }

    Result run() {
        Map<?, ?> found = (Map<?, ?>) page.executeAsyncScript(RUN, rules);
        return new Result(
                ((Number) found.get("passes")).intValue(),
                ((List<?>) found.get("violations")).stream().map(Object::toString).toList());
    }

    private static String script() {
        try {
            return new EmbeddedResourceAxeProvider().getScript();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (OperationNotSupportedException never) {
            throw new AssertionError(never);
        }
    }
}
