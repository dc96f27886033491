package io.shardfit.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The two lists are the documentation of what is checked, so nothing may be missing from them.
class EveryRuleIsListedTest {

    @Test
    void everyRuleIsListedAndEveryListedRuleExists() {
        List<String> written =
                new ClassFileImporter()
                                .withImportOption(new DoNotIncludeTests())
                                .importPackages("io.shardfit.domain.verdict.rule")
                                .stream()
                                .filter(type -> type.isTopLevelClass())
                                .map(type -> type.getFullName())
                                .toList();

        assertThat(listed()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(written);
    }

    private static List<String> listed() {
        return Stream.concat(
                        CompatibilityCheck.SHAPE_RULES.stream(),
                        CompatibilityCheck.FIT_RULES.stream())
                .map(rule -> rule.getClass().getName())
                .toList();
    }
}
