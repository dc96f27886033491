package io.shardfit.adapters.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.browser.Chromium.Scripts;
import io.shardfit.adapters.web.browser.Chromium.Theme;
import io.shardfit.application.deployment.StartLedger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/// What holds on every screen: WCAG 2.2 A and AA as far as axe-core can tell, no complaint of the
/// browser (a violated policy is one), nothing to scroll sideways on a phone, every control within
/// reach of the keyboard.
class EveryScreenTest {
    private static final String MISSING = "/nothing-here";
    private static final String CASE = StartLedger.FOUNDING_CASE;
    static final List<String> SCREENS =
            List.of(
                    "/",
                    "/check",
                    "/plans/" + CASE,
                    "/plans/" + CASE + "/explain?value=gpus",
                    "/explore",
                    "/explore/" + CASE + "?ep=1&tp=2&pp=8",
                    "/reviews",
                    "/reviews/" + CASE + "/staging",
                    "/rules",
                    "/rules/1/impact",
                    "/findings",
                    "/findings/PAR003",
                    "/environments/staging",
                    "/audit",
                    "/audit/3?replay=true",
                    "/audit/checkpoints",
                    "/readiness?deployment=" + CASE,
                    "/compare?a=" + CASE + "&b=" + CASE,
                    "/problems/stale",
                    "/tokens",
                    MISSING);

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final TestServer SERVER = TestServer.local();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void axeFindsNothingWithScripts(Theme theme) {
        check(theme, Scripts.ON);
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void axeFindsNothingWithoutScripts(Theme theme) {
        check(theme, Scripts.OFF);
    }

    private static void check(Theme theme, Scripts scripts) {
        List<String> found = new ArrayList<>();
        try (Chromium browser = Chromium.open(SERVER.address(), theme, scripts)) {
            for (String screen : SCREENS) {
                browser.visit(screen);
                Results results = new AxeBuilder().withTags(RULES).analyze(browser.driver());
                assertThat(results.getPasses().size())
                        .as("rules that %s passes", screen)
                        .isGreaterThan(20);
                results.getViolations().forEach(rule -> found.add(screen + ": " + words(rule)));
                browser.complaints().stream()
                        .filter(complaint -> !isTheMissingPage(screen, complaint))
                        .forEach(complaint -> found.add(screen + ": " + complaint));
                browser.picture(
                        "%s-%s-%s"
                                .formatted(name(screen), theme, scripts)
                                .toLowerCase(java.util.Locale.ROOT));
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean isTheMissingPage(String screen, String complaint) {
        return screen.equals(MISSING) && complaint.contains(MISSING) && complaint.contains("404");
    }

    private static String words(Rule rule) {
        return rule.getId() + " " + rule.getHelp() + " " + rule.getNodes();
    }

    private static String name(String screen) {
        return screen.equals("/") ? "fleet" : screen.substring(1).replaceAll("[^A-Za-z0-9]+", "-");
    }

    @Test
    void nothingScrollsSidewaysOnAPhone() {
        List<String> found = new ArrayList<>();
        try (Chromium browser = Chromium.open(SERVER.address())) {
            browser.resize(320);
            for (String screen : SCREENS) {
                browser.visit(screen);
                if (browser.sidewaysScroll() > 0) {
                    found.add(screen + ": " + browser.sidewaysScroll() + " px");
                }
                browser.picture(name(screen) + "-320");
            }
        }
        assertThat(found).isEmpty();
    }

    /// The keyboard reaches the skip link first, then everything else, and one sees where it is.
    @Test
    void theKeyboardReachesEverythingAndIsSeen() {
        try (Chromium browser = Chromium.open(SERVER.address())) {
            for (String screen : SCREENS) {
                browser.visit(screen);
                List<WebElement> reached = tabThrough(browser);

                assertThat(reached.getFirst().getDomProperty("textContent"))
                        .as("first stop on %s", screen)
                        .isEqualTo("Skip to the content");
                assertThat(reached).as("stops on %s", screen).containsAll(controls(browser));
            }
        }
    }

    private static List<WebElement> tabThrough(Chromium browser) {
        List<WebElement> reached = new ArrayList<>();
        tab(browser);
        WebElement focused = browser.driver().switchTo().activeElement();
        while (!reached.contains(focused) && !focused.getTagName().equals("body")) {
            reached.add(focused);
            assertThat(focused.getCssValue("outline-style"))
                    .as("focus is seen on %s", focused.getTagName())
                    .isNotEqualTo("none");
            tab(browser);
            focused = browser.driver().switchTo().activeElement();
        }
        return reached;
    }

    private static void tab(Chromium browser) {
        new Actions(browser.driver()).sendKeys(Keys.TAB).perform();
    }

    private static List<WebElement> controls(Chromium browser) {
        return browser
                .driver()
                .findElements(
                        By.cssSelector(
                                "a[href], button, input:not([type=hidden]), select, textarea, summary"))
                .stream()
                .filter(WebElement::isDisplayed)
                .filter(WebElement::isEnabled)
                .toList();
    }
}
