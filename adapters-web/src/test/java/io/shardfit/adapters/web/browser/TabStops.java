package io.shardfit.adapters.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/// Where somebody comes who presses the tabulator key again and again, from the top of a page round
/// to it again.
///
/// @param first what the first stop reads
/// @param missed the controls that one sees and that are no stop
/// @param unseen the stops that do not show that they have the focus
record TabStops(String first, List<String> missed, List<String> unseen) {
    private static final String AT_ONCE = Keys.TAB.toString().repeat(20);
    private static final int MOST = 50;
    private static final String LISTEN =
            """
            window.stops = [];
            window.unseen = [];
            document.addEventListener('focusin', event => {
                window.stops.push(event.target);
                if (getComputedStyle(event.target).outlineStyle === 'none') {
                    window.unseen.push(event.target.outerHTML);
                }
            });
            """;
    private static final String ROUND = "return window.stops.length > new Set(window.stops).size;";
    private static final String FOUND =
            """
            const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
            const seen = {opacityProperty: true, visibilityProperty: true};
            return {
                first: window.stops[0].textContent,
                unseen: window.unseen,
                missed: [...document.querySelectorAll(controls)]
                    .filter(control => control.checkVisibility(seen) && !control.disabled)
                    .filter(control => !window.stops.includes(control))
                    .map(control => control.outerHTML)};
            """;

    static TabStops of(ChromeDriver driver) {
        driver.executeScript(LISTEN);
        int pressed = 0;
        do {
            new Actions(driver).sendKeys(AT_ONCE).perform();
            assertThat(++pressed).as("the focus never comes round").isLessThan(MOST);
        } while (!Boolean.TRUE.equals(driver.executeScript(ROUND)));
        Map<?, ?> found = (Map<?, ?>) driver.executeScript(FOUND);
        return new TabStops(
                String.valueOf(found.get("first")), texts(found, "missed"), texts(found, "unseen"));
    }

    private static List<String> texts(Map<?, ?> found, String member) {
        return ((List<?>) found.get(member)).stream().map(Object::toString).toList();
    }
}
