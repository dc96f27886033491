package io.shardfit.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.FailureReport;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A rule that has never failed may be checking nothing: each is shown the planted classes and must
/// name the one that breaks it.
class ArchitectureRulesBiteTest {

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(
                        "the_domain_stands_on_plain_java_alone",
                        ArchitectureTest.the_domain_stands_on_plain_java_alone,
                        "LeavesPlainJava"),
                Arguments.of(
                        "the_domain_never_asks_the_time_or_the_dice",
                        ArchitectureTest.the_domain_never_asks_the_time_or_the_dice,
                        "AsksTheTime"),
                Arguments.of(
                        "the_domain_never_asks_the_time_or_the_dice",
                        ArchitectureTest.the_domain_never_asks_the_time_or_the_dice,
                        "RollsTheDice"),
                Arguments.of(
                        "the_domain_never_asks_the_time_or_the_dice",
                        ArchitectureTest.the_domain_never_asks_the_time_or_the_dice,
                        "ReadsTheEnvironment"),
                Arguments.of(
                        "packages_build_on_each_other_in_one_direction",
                        ArchitectureTest.packages_build_on_each_other_in_one_direction,
                        "LooksUpwards"),
                Arguments.of(
                        "nothing_in_the_domain_changes_after_it_is_built",
                        ArchitectureTest.nothing_in_the_domain_changes_after_it_is_built,
                        "Changes"),
                Arguments.of(
                        "an_amount_is_a_type_never_a_bare_number",
                        ArchitectureTest.an_amount_is_a_type_never_a_bare_number,
                        "BareNumbers.bytes"),
                Arguments.of(
                        "an_amount_is_a_type_never_a_bare_number",
                        ArchitectureTest.an_amount_is_a_type_never_a_bare_number,
                        "BareNumbers.gibibytes"),
                Arguments.of(
                        "a_refusal_is_a_value_never_an_exception",
                        ArchitectureTest.a_refusal_is_a_value_never_an_exception,
                        "Refuses"),
                Arguments.of(
                        "there_are_no_getters",
                        ArchitectureTest.there_are_no_getters,
                        "HasGetter.getName"),
                Arguments.of(
                        "no_class_is_called_Impl_Manager_Util_Helper_Dto_or_Mapper",
                        ArchitectureTest.no_class_is_called_Impl_Manager_Util_Helper_Dto_or_Mapper,
                        "PlanManager"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("rules")
    void theRuleNamesTheClassThatBreaksIt(String name, ArchRule rule, String planted) {
        FailureReport report = evaluate(rule);

        assertThat(report.getDetails())
                .as(name)
                .anySatisfy(line -> assertThat(line).contains(planted));
        assertThat(rule.getDescription()).as(name).contains("because");
    }

    private static FailureReport evaluate(ArchRule rule) {
        return rule.evaluate(new ClassFileImporter().importPackages("io.shardfit.domain.planted"))
                .getFailureReport();
    }

    @Test
    void everyRuleHasAPlantedClass() {
        assertThat(rules().map(rule -> rule.get()[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ArchitectureTest.class.getDeclaredFields())
                                .filter(field -> field.getType() == ArchRule.class)
                                .<Object>map(field -> field.getName())
                                .toList());
    }
}
