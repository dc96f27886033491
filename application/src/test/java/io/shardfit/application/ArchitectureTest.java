package io.shardfit.application;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.URI;
import java.util.List;

/// The application's architecture as sentences. {@link ArchitectureRulesBiteTest} shows each of
/// them a class that breaks it.
@AnalyzeClasses(packages = "io.shardfit.application", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_application_knows_no_framework =
            classes()
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                            "io.shardfit.application..",
                                            "io.shardfit.domain..",
                                            "java.io",
                                            "java.lang..",
                                            "java.math",
                                            "java.nio..",
                                            "java.security..",
                                            "java.text",
                                            "java.time..",
                                            "java.util..",
                                            "com.fasterxml.jackson.core..",
                                            "org.snakeyaml.engine..",
                                            "org.jspecify..")
                                    .or(equivalentTo(URI.class))) // an address, not a connection
                    .because("it is run by a server, by a command line and by tests");

    @ArchTest
    static final ArchRule only_document_formats_parse_json_or_yaml =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.shardfit.application.format..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.fasterxml.jackson..", "org.snakeyaml..")
                    .because("one place knows the syntax of files");

    @ArchTest
    static final ArchRule a_use_case_is_a_final_class_with_one_public_method =
            classes()
                    .that(describe("have an Outcome", ArchitectureTest::hasAnOutcome))
                    .should(beFinalWithOnePublicMethod())
                    .because("there is one reason to open the file");

    @ArchTest
    static final ArchRule ports_are_the_only_open_interfaces =
            classes()
                    .that()
                    .areInterfaces()
                    .and()
                    .areNotAnnotations()
                    .and()
                    .resideOutsideOfPackage("..port..")
                    .should(beSealed())
                    .because("an open interface promises a second implementation");

    @ArchTest
    static final ArchRule no_class_is_called_Impl_Manager_Util_Helper_Dto_or_Mapper =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Impl|Manager|Utils?|Helper|D[Tt][Oo]|Mapper)")
                    .because("the name must say what it does");

    private static boolean hasAnOutcome(JavaClass type) {
        return !type.isInterface()
                && type.getPackage().getClasses().stream()
                        .anyMatch(other -> other.getName().equals(type.getName() + "$Outcome"));
    }

    private static ArchCondition<JavaClass> beFinalWithOnePublicMethod() {
        return new ArchCondition<>("be final with one public method") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                List<JavaMethod> methods =
                        type.getMethods().stream()
                                .filter(method ->
                                        method.getModifiers().contains(JavaModifier.PUBLIC))
                                .toList();
                boolean holds =
                        type.getModifiers().contains(JavaModifier.FINAL) && methods.size() == 1;
                events.add(
                        new SimpleConditionEvent(
                                type, holds, type.getName() + " has the public " + methods));
            }
        };
    }

    private static ArchCondition<JavaClass> beSealed() {
        DescribedPredicate<JavaClass> sealed =
                describe("be sealed", type -> type.reflect().isSealed());
        return ArchCondition.from(sealed);
    }

    @ArchTest
    static void these_rules_saw_the_real_application(JavaClasses classes) {
        assertThat(classes).as("classes imported").hasSizeGreaterThan(60);
        assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
                .contains(
                        "io.shardfit.application",
                        "io.shardfit.application.catalogue",
                        "io.shardfit.application.document",
                        "io.shardfit.application.format",
                        "io.shardfit.application.report");
        assertThat(classes.stream().filter(ArchitectureTest::hasAnOutcome))
                .extracting(JavaClass::getSimpleName)
                .contains("CheckPlan", "ReportPlans");
    }
}
