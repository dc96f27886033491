package io.shardfit.adapters.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
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
import io.shardfit.adapters.cli.planted.PlantedManager;
import io.shardfit.adapters.cli.remote.PlantedVerbInTheRemotePackage;
import io.shardfit.domain.verdict.CompatibilityCheck;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "io.shardfit.adapters.cli", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String REMOTE = "io.shardfit.adapters.cli.remote..";

    @ArchTest
    static final ArchRule nothing_in_an_adapter_is_public_but_its_entry_point =
            classes()
                    .that()
                    .areTopLevelClasses()
                    .and()
                    .doNotHaveSimpleName("Main")
                    .and()
                    .resideOutsideOfPackage(REMOTE)
                    .should()
                    .notHaveModifier(JavaModifier.PUBLIC)
                    .because("package-private is the default: nobody else may lean on it");

    @ArchTest
    static final ArchRule commands_call_use_cases_only =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(CompatibilityCheck.class)
                    .orShould()
                    .dependOnClassesThat()
                    .haveSimpleNameEndingWith("Format")
                    .because("a decision at the edge would not be shared by the other edges");

    @ArchTest
    static final ArchRule offline_commands_start_no_framework =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.micronaut..", "java.sql..")
                    .because("check answers in a fraction of the time a context takes to start");

    @ArchTest
    static final ArchRule only_the_remote_package_opens_connections =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(REMOTE)
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("java.net..", "javax.net..")
                                    .and(not(equivalentTo(URI.class))) // an address, no connection
                                    .and(not(equivalentTo(URISyntaxException.class))))
                    .because("commands that judge files must not be able to");

    @ArchTest
    static final ArchRule the_remote_package_knows_no_command =
            noClasses()
                    .that()
                    .resideInAPackage(REMOTE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.shardfit.adapters.cli", "picocli..")
                    .because("what is sent does not depend on how it was typed");

    @ArchTest
    static final ArchRule adapters_do_not_know_each_other =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.shardfit.adapters.web..", "io.shardfit.adapters.persistence..")
                    .because("any one of them can be replaced");

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
    void theRuleOfTheRemotePackageBites() {
        JavaClasses planted =
                new ClassFileImporter().importClasses(PlantedVerbInTheRemotePackage.class);

        assertThatThrownBy(() -> the_remote_package_knows_no_command.check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("PlantedVerbInTheRemotePackage");
    }

    @Test
    void everyRuleBites() {
        JavaClasses planted = new ClassFileImporter().importClasses(PlantedManager.class);

        for (ArchRule rule :
                List.of(
                        nothing_in_an_adapter_is_public_but_its_entry_point,
                        commands_call_use_cases_only,
                        offline_commands_start_no_framework,
                        only_the_remote_package_opens_connections,
                        no_class_is_called_Impl_Manager_Util_Helper_Dto_or_Mapper)) {
            assertThatThrownBy(() -> rule.check(planted))
                    .as(rule.getDescription())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("PlantedManager");
        }
    }
}
