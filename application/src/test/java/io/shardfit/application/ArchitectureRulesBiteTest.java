package io.shardfit.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A rule that has never failed may be checking nothing: each is shown the planted classes and must
/// name the one that breaks it.
class ArchitectureRulesBiteTest {
    private static final JavaClasses PLANTED =
            new ClassFileImporter().importPackages("io.shardfit.application.planted");

    @ParameterizedTest
    @CsvSource({
        "the_application_knows_no_framework, KnowsAFramework",
        "only_document_formats_parse_json_or_yaml, ParsesJson",
        "only_document_formats_parse_json_or_yaml, ParsesYaml",
        "a_use_case_is_a_final_class_with_one_public_method, IsNotFinal",
        "a_use_case_is_a_final_class_with_one_public_method, DoesTwoThings",
        "ports_are_the_only_open_interfaces, IsOpen",
        "no_class_is_called_Impl_Manager_Util_Helper_Dto_or_Mapper, PlanManager",
    })
    void theRuleNamesTheClassThatBreaksIt(String name, String planted)
            throws ReflectiveOperationException {
        ArchRule rule = (ArchRule) ArchitectureTest.class.getDeclaredField(name).get(null);

        assertThat(rule.evaluate(PLANTED).getFailureReport().getDetails())
                .anySatisfy(line -> assertThat(line).contains(planted));
        assertThat(rule.getDescription()).contains("because");
    }

    @Test
    void everyRuleHasAPlantedClass() throws NoSuchMethodException {
        CsvSource planted =
                ArchitectureRulesBiteTest.class
                        .getDeclaredMethod(
                                "theRuleNamesTheClassThatBreaksIt", String.class, String.class)
                        .getAnnotation(CsvSource.class);
        Stream<String> rules =
                Arrays.stream(ArchitectureTest.class.getDeclaredFields())
                        .filter(field -> field.getType() == ArchRule.class)
                        .map(field -> field.getName());

        assertThat(Arrays.stream(planted.value()).map(line -> line.split(",")[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(rules.toList());
    }
}
