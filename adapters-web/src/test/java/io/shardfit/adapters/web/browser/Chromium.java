package io.shardfit.adapters.web.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shardfit.application.event.Role;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/// The Chromium of this machine, without a window. Without one, tests are skipped; where CI runs
/// them they fail.
final class Chromium implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;
    private final String address;

    private Chromium(ChromeDriver driver, String address) {
        this.driver = driver;
        this.address = address;
    }

    enum Theme {
        LIGHT,
        DARK
    }

    enum Scripts {
        ON,
        OFF
    }

    static Chromium open(String address) {
        requireChromium();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // CI runs as root
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--force-prefers-reduced-motion",
                "--hide-scrollbars");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriver driver = new ChromeDriver(service(), options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
        Chromium browser = new Chromium(driver, address);
        browser.resize(1200);
        browser.show(Theme.LIGHT);
        return browser;
    }

    private static ChromeDriverService service() {
        return new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
    }

    private static void requireChromium() {
        boolean there = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there)
                    .as("%s and %s: apt-get install chromium chromium-driver", CHROMIUM, DRIVER)
                    .isTrue();
        }
        assumeTrue(there, "no Chromium here: apt-get install chromium chromium-driver");
    }

    ChromeDriver driver() {
        return driver;
    }

    void visit(String path) {
        visit(path, Scripts.ON);
    }

    /// Without scripts the page is loaded and laid out so; what a test asks afterwards is a script
    /// again.
    void visit(String path, Scripts scripts) {
        allowScripts(scripts == Scripts.ON);
        driver.get(address + path);
        allowScripts(true);
    }

    private void allowScripts(boolean allowed) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
    }

    /// @param width in CSS pixels, of what a page can use
    void resize(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        driver.manage().window().setSize(new Dimension(Math.max(width, 500), 900));
    }

    void show(Theme theme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        theme == Theme.DARK ? "dark" : "light"))));
    }

    String path() {
        return driver.getCurrentUrl().substring(address.length());
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /// Clicks the button or the link that a person would read so, and waits for what comes.
    void click(String label) {
        String quoted = "\"" + label + "\"";
        WebElement found =
                driver.findElement(
                        By.xpath(
                                "//main//*[self::a or self::button][normalize-space()=%s]"
                                        .formatted(quoted)));
        found.click();
        new WebDriverWait(driver, Duration.ofSeconds(30))
                .until(ExpectedConditions.stalenessOf(found));
    }

    /// Clicks a link that leads to a file, and waits for all of it.
    ///
    /// @param folder where nothing is yet
    /// @return the file, under the name that the server gave it
    Path download(String label, Path folder) {
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", folder.toString()));
        driver.findElement(By.linkText(label)).click();
        return new WebDriverWait(driver, Duration.ofSeconds(30))
                .until(_ -> downloaded(folder).orElse(null));
    }

    /// Until it is whole, it has a name of the browser's own.
    private static Optional<Path> downloaded(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(".crdownload"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .findFirst();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Opens what is folded away under a summary.
    void unfold(String summary) {
        driver.findElement(By.xpath("//summary[normalize-space()=\"%s\"]".formatted(summary)))
                .click();
    }

    WebElement button(String label) {
        return driver.findElement(By.xpath("//button[normalize-space()=\"%s\"]".formatted(label)));
    }

    /// Switches to the local person of a role, as the form in the header does.
    void actAs(Role role) {
        new Select(find("#identity")).selectByValue("local-" + role.word());
        WebElement form = find("form.person");
        form.findElement(By.tagName("button")).click();
        new WebDriverWait(driver, Duration.ofSeconds(30))
                .until(ExpectedConditions.stalenessOf(form));
    }

    /// Puts a whole text into a field at once: typed, each line would be indented like the one
    /// before.
    void put(String label, String text) {
        driver.executeScript("arguments[0].value = arguments[1]", labelled(label), text);
    }

    /// Types into the field that a label names.
    void type(String label, String text) {
        WebElement field = labelled(label);
        field.clear();
        field.sendKeys(text);
    }

    WebElement labelled(String label) {
        WebElement found =
                driver.findElement(
                        By.xpath(
                                "//label[starts-with(normalize-space(), \"%s\")]"
                                        .formatted(label)));
        return driver.findElement(By.id(found.getDomAttribute("for")));
    }

    /// {@return how much wider the page is than the window; CSS pixels}
    long sidewaysScroll() {
        Object width =
                driver.executeScript(
                        "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return ((Number) width).longValue();
    }

    /// {@return what the browser itself complained of since the last question}
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /// A picture for people to look at, under `target/screens`.
    void picture(String name) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "screens"));
            File picture = driver.getScreenshotAs(OutputType.FILE);
            Files.move(
                    picture.toPath(),
                    folder.resolve(name + ".png"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
