package io.shardfit.adapters.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.browser.Chromium.Scripts;
import io.shardfit.adapters.web.browser.Chromium.Theme;
import io.shardfit.application.deployment.StartLedger;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.WebElement;

/// What holds on every screen: WCAG 2.2 A and AA as far as axe-core can tell, no complaint of the
/// browser (a violated policy is one), nothing to scroll sideways on a phone, every control within
/// reach of the keyboard.
class EveryScreenTest {
    private static final String MISSING = "/nothing-here";
    private static final String CASE = StartLedger.FOUNDING_CASE;
    private static final List<String> SCREENS =
            List.of(
                    "/",
                    "/check",
                    "/plans/" + CASE,
                    "/plans/" + CASE + "/explain?value=gpus",
                    "/explore",
                    "/explore/" + CASE + "?ep=1&tp=2&pp=8",
                    "/explore/" + CASE + "?tp=1&pp=1",
                    "/reviews",
                    "/reviews/" + CASE + "/staging",
                    "/rules",
                    "/rules/1/impact",
                    "/findings",
                    "/findings/PAR003",
                    "/environments/staging",
                    "/audit",
                    "/audit/3?replay=true",
                    "/audit/3?proof=true",
                    "/audit/checkpoints",
                    "/readiness?deployment=" + CASE,
                    "/compare?a=" + CASE + "&b=" + CASE,
                    "/problems/stale",
                    "/tokens",
                    MISSING);

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final int DESK = 1200;
    private static final int PHONE = 320;
    private static final TestServer SERVER = TestServer.local();
    private static Chromium browser;

    @BeforeAll
    static void open() {
        browser = Chromium.open(SERVER.address());
    }

    @AfterAll
    static void stop() {
        browser.close();
        SERVER.close();
    }

    static List<String> screens() {
        return SCREENS;
    }

    /// Each screen is loaded once with scripts and once without.
    @ParameterizedTest
    @MethodSource("screens")
    void holdsWithScripts(String screen) {
        browser.visit(screen, Scripts.ON);
        theKeyboardReachesEverythingAndIsSeen(screen);
        looksRightInBothThemes(screen, Scripts.ON);
        nothingScrollsSidewaysOnAPhone(screen);
    }

    @ParameterizedTest
    @MethodSource("screens")
    void holdsWithoutScripts(String screen) {
        browser.visit(screen, Scripts.OFF);
        looksRightInBothThemes(screen, Scripts.OFF);
    }

    /// The answer to a form, which has no address of its own. What a number is made of is folded in
    /// below; its link unfolds it.
    @ParameterizedTest
    @EnumSource
    void theAnswerToACheckHolds(Scripts scripts) {
        browser.visit("/check", scripts);
        browser.find("button[formnovalidate]").click();
        looksRightInBothThemes("/check-answered", scripts);

        WebElement link = browser.find("table a[href*='#why-']");
        String target = URI.create(link.getAttribute("href")).getFragment();
        assertThat(browser.find("#" + target).isDisplayed()).isFalse();
        link.click();
        assertThat(browser.find("#" + target).isDisplayed()).isTrue();

        nothingScrollsSidewaysOnAPhone("/check-answered-" + scripts);
        browser.show(Theme.DARK);
        browser.picture("check-answered-arithmetic-" + scripts);
        browser.show(Theme.LIGHT);
    }

    private static void looksRightInBothThemes(String screen, Scripts scripts) {
        Axe axe = Axe.in(browser.driver(), RULES);
        for (Theme theme : Theme.values()) {
            browser.show(theme);
            Axe.Result result = axe.run();
            assertThat(result.passes()).as("rules that %s passes", screen).isGreaterThan(20);
            assertThat(result.violations())
                    .as("%s, %s, scripts %s", screen, theme, scripts)
                    .isEmpty();
            browser.picture(
                    "%s-%s-%s".formatted(name(screen), theme, scripts).toLowerCase(Locale.ROOT));
        }
        browser.show(Theme.LIGHT);
        assertThat(browser.complaints())
                .filteredOn(complaint -> !isTheMissingPage(screen, complaint))
                .as("%s, scripts %s", screen, scripts)
                .isEmpty();
    }

    private static boolean isTheMissingPage(String screen, String complaint) {
        return screen.equals(MISSING) && complaint.contains(MISSING) && complaint.contains("404");
    }

    private static String name(String screen) {
        return screen.equals("/") ? "fleet" : screen.substring(1).replaceAll("[^A-Za-z0-9]+", "-");
    }

    private static void nothingScrollsSidewaysOnAPhone(String screen) {
        browser.resize(PHONE);
        try {
            assertThat(browser.sidewaysScroll()).as("px that %s is too wide", screen).isZero();
            browser.picture(name(screen) + "-320");
        } finally {
            browser.resize(DESK);
        }
    }

    /// The keyboard reaches the skip link first, then everything else, and one sees where it is.
    private static void theKeyboardReachesEverythingAndIsSeen(String screen) {
        TabStops stops = TabStops.of(browser.driver());

        assertThat(stops.first()).as("first stop on %s", screen).isEqualTo("Skip to the content");
        assertThat(stops.missed()).as("controls of %s without a stop", screen).isEmpty();
        assertThat(stops.unseen()).as("stops on %s without an outline", screen).isEmpty();
    }
}
