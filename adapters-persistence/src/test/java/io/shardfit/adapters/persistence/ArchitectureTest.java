package io.shardfit.adapters.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.shardfit.adapters.persistence.planted.PlantedManager;
import java.util.List;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(
        packages = "io.shardfit.adapters.persistence",
        importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule nothing_in_an_adapter_is_public_but_its_entry_point =
            classes()
                    .that()
                    .areTopLevelClasses()
                    .and()
                    .doNotHaveSimpleName("PostgresLedgers")
                    .should()
                    .notHaveModifier(JavaModifier.PUBLIC)
                    .because("package-private is the default: nobody else may lean on it");

    @ArchTest
    static final ArchRule adapters_do_not_know_each_other =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.shardfit.adapters.web..", "io.shardfit.adapters.cli..")
                    .because("any one of them can be replaced");

    @ArchTest
    static final ArchRule the_log_needs_no_framework =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.micronaut..", "org.flywaydb..", "com.fasterxml..")
                    .because("plain JDBC writes it, the migrations make it, EntryFormat reads it");

    @ArchTest
    static final ArchRule no_class_is_called_Impl_Manager_Util_Helper_Dto_or_Mapper =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Impl|Manager|Utils?|Helper|Dto|Mapper)")
                    .because("the name must say what it does");

    @ArchTest
    static void these_rules_saw_the_real_adapter(JavaClasses classes) {
        assertThat(classes).as("classes imported").hasSizeGreaterThan(15);
    }

    @Test
    void theRulesBite() {
        JavaClasses planted = new ClassFileImporter().importClasses(PlantedManager.class);

        for (ArchRule rule :
                List.of(
                        nothing_in_an_adapter_is_public_but_its_entry_point,
                        the_log_needs_no_framework,
                        no_class_is_called_Impl_Manager_Util_Helper_Dto_or_Mapper)) {
            assertThatThrownBy(() -> rule.check(planted))
                    .as(rule.getDescription())
                    .isInstanceOf(AssertionError.class);
        }
    }
}
