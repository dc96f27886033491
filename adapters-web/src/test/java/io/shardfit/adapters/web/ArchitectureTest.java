package io.shardfit.adapters.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.micronaut.http.annotation.HttpMethodMapping;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.access.Public;
import io.shardfit.adapters.web.planted.PlantedManager;
import io.shardfit.domain.verdict.CompatibilityCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "io.shardfit.adapters.web", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule adapters_do_not_know_each_other =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.shardfit.adapters.cli..", "io.shardfit.adapters.persistence..")
                    .because("any one of them can be replaced");

    @ArchTest
    static final ArchRule pages_and_routes_decide_nothing =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(CompatibilityCheck.class)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.sql..", "javax.sql..")
                    .because("a decision at the edge would not be shared by the other edges");

    @ArchTest
    static final ArchRule every_route_says_who_may_call_it =
            methods()
                    .that()
                    .areMetaAnnotatedWith(HttpMethodMapping.class)
                    .should()
                    .beAnnotatedWith(Permitted.class)
                    .orShould()
                    .beAnnotatedWith(Public.class)
                    .because("what says nothing answers nobody");

    @ArchTest
    static final ArchRule only_sign_in_touches_the_security_library =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.shardfit.adapters.web.team..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.micronaut.security..", "com.nimbusds..")
                    .because("a server on one machine starts without it");

    @ArchTest
    static final ArchRule no_class_is_called_Impl_Manager_Util_Helper_Dto_or_Mapper =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Impl|Manager|Utils?|Helper|Dto|Mapper)")
                    .because("the name must say what it does");

    @ArchTest
    static void these_rules_saw_the_real_adapter(JavaClasses classes) {
        assertThat(classes).as("classes imported").hasSizeGreaterThan(100);
    }

    @Test
    void everyRuleBites() {
        JavaClasses planted = new ClassFileImporter().importClasses(PlantedManager.class);

        for (ArchRule rule :
                List.of(
                        pages_and_routes_decide_nothing,
                        every_route_says_who_may_call_it,
                        only_sign_in_touches_the_security_library,
                        no_class_is_called_Impl_Manager_Util_Helper_Dto_or_Mapper)) {
            assertThatThrownBy(() -> rule.check(planted))
                    .as(rule.getDescription())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("PlantedManager");
        }
    }
}
