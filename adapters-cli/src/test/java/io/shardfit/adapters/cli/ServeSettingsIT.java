package io.shardfit.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A variable that is wrong is named before anything is opened.
class ServeSettingsIT {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SHARDFIT_GATE_FAILURE_POLICY | maybe | is deny or allow, not maybe",
                "SHARDFIT_GATE_TOKEN | short | is a secret of 20 characters or more, got 5",
                "SHARDFIT_BADGE_KEY | file:/nowhere | cannot read the file /nowhere, which SHARDFIT_BADGE_KEY names",
                "SHARDFIT_GATE_NAMESPACES | zz | is namespace=environment,…, not zz",
                "SHARDFIT_WEBHOOK_ALLOW | 10.0.0.0/99 | a prefix beyond the address: 10.0.0.0/99",
            })
    void isSaidAndNothingIsMade(String name, String value, String words) {
        Result refused =
                Program.shardfit("serve", "--data", folder.resolve("data").toString())
                        .with(name, value)
                        .run();

        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).startsWith("error: ").contains(name, words).hasLineCount(1);
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
