package io.shardfit.adapters.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// E26: nothing that people write or send becomes a script, in a real browser. The policy against
/// foreign scripts would stop one that a page let through, so the browser must not have had to
/// complain either, and no page may have markup that is not ours.
class HostileWordsTest {
    private static final String FOREIGN =
            """
            return [...document.querySelectorAll('*')]
                .filter(element => element.matches('script:not([src]), iframe, math, [srcdoc]')
                    || /^\\s*javascript:/i.test(element.getAttribute('href') || '')
                    || element.getAttributeNames().some(name => name.startsWith('on')))
                .map(element => element.outerHTML)
                .concat(window.ran ? ['a script ran'] : []);
            """;
    private static final Pattern FIELD =
            Pattern.compile("<(?:input|select|textarea)[^>]* name=\"(\\w+)\"");
    private static final TestServer SERVER = TestServer.local();
    private static Chromium browser;

    @BeforeAll
    static void open() {
        HostileWords.write(SERVER);
        browser = Chromium.open(SERVER.address());
        browser.visit("/");
        browser.actAs(Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        browser.close();
        SERVER.close();
    }

    private static void isOurs(String what) {
        assertThat((List<?>) browser.driver().executeScript(FOREIGN)).as(what).isEmpty();
        assertThat(browser.complaints())
                .filteredOn(complaint -> !complaint.contains("the server responded with a status"))
                .as(what)
                .isEmpty();
    }

    @Test
    void whatWasWrittenIsShownAsWords() {
        int shown = 0;
        for (String page : HostileWords.pages(SERVER)) {
            browser.visit(page);
            isOurs(page);
            shown += browser.text().contains(HostileWords.EACH.getFirst()) ? 1 : 0;
        }
        assertThat(shown).as("pages that show what was written").isGreaterThan(6);
    }

    @Test
    void everyEntryIsShownAsWords() {
        for (long position = SERVER.ledger().events().head().position();
                position > 13;
                position--) {
            browser.visit("/audit/" + position);
            isOurs("/audit/" + position);
        }
    }

    @Test
    void whatIsSentComesBackAsWords() {
        Browser person = Browser.of(SERVER, Role.ADMIN);
        for (String page : HostileWords.pages(SERVER)) {
            for (String field : fields(person.get(page).body())) {
                String path = page + (page.contains("?") ? '&' : '?') + field + '=';
                for (String words : HostileWords.EACH) {
                    hasNoneOf(person.get(path + encoded(words)).body(), path + words);
                }
                browser.visit(path + encoded(HostileWords.ALL));
                isOurs(path);
            }
        }
    }

    private static void hasNoneOf(String page, String path) {
        assertThat(page).as(path).doesNotContain("<script>window", "<img src=x", "<svg onload");
    }

    private static String encoded(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Set<String> fields(String page) {
        Set<String> fields = new TreeSet<>();
        FIELD.matcher(page).results().forEach(found -> fields.add(found.group(1)));
        return fields;
    }

    @Test
    void noAddressIsMarkup() {
        Browser person = Browser.of(SERVER, Role.ADMIN);
        for (String page : List.of("/", "/plans/", "/reviews/", "/problems/", "/explore/")) {
            for (String words : HostileWords.EACH) {
                hasNoneOf(person.get(page + encoded(words)).body(), page + words);
            }
            browser.visit(page + encoded(HostileWords.ALL));
            isOurs(page);
        }
    }

    @Test
    void aFormThatIsRefusedKeepsWhatWasTyped() {
        browser.visit("/check");
        browser.put("Plan, YAML or JSON", HostileWords.plan() + "\nstrategy: " + HostileWords.ALL);
        browser.click("Check");
        isOurs("/check");

        browser.visit("/check");
        browser.put("Plan, YAML or JSON", HostileWords.plan());
        browser.click("Check");
        assertThat(browser.text()).contains(HostileWords.EACH.getFirst());
        isOurs("/check");
    }
}
