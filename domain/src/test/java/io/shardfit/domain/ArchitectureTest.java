package io.shardfit.domain;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The domain's architecture as sentences. {@link ArchitectureRulesBiteTest} shows each of them a
/// class that breaks it.
@AnalyzeClasses(packages = "io.shardfit.domain", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_domain_stands_on_plain_java_alone =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "io.shardfit.domain..",
                            "java.lang",
                            "java.math",
                            "java.time",
                            "java.util",
                            "java.util.function",
                            "java.util.regex",
                            "java.util.stream",
                            "org.jspecify..")
                    .because(
                            "a verdict must be reproducible from its inputs, with no framework in"
                                    + " the room");

    @ArchTest
    static final ArchRule the_domain_never_asks_the_time_or_the_dice =
            noClasses()
                    .should()
                    .accessTargetWhere(
                            describe(
                                    "it is called now or random",
                                    access -> access.getTarget().getName().matches("now|random")))
                    .orShould()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "java\\.lang\\.System|java\\.util\\.(Random|SplittableRandom|UUID)"
                                    + "|java\\.util\\.random\\..*|java\\.time\\.(Clock|InstantSource)")
                    .because(
                            "time, identity and environment arrive with the command, in the"
                                    + " application");

    /// Strategy knows the model because layers lie on stages as they are; no other neighbours meet.
    @ArchTest
    static final ArchRule packages_build_on_each_other_in_one_direction =
            layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage("io.shardfit.domain..")
                    .ensureAllClassesAreContainedInArchitecture()
                    .layer("quantity")
                    .definedBy("..domain..quantity..")
                    .layer("architecture")
                    .definedBy("..domain..architecture..")
                    .layer("hardware")
                    .definedBy("..domain..hardware..")
                    .layer("workload")
                    .definedBy("..domain..workload..")
                    .layer("strategy")
                    .definedBy("..domain..strategy..")
                    .layer("framework")
                    .definedBy("..domain.framework..")
                    .layer("plan")
                    .definedBy("..domain..plan..")
                    .layer("serving")
                    .definedBy("..domain.serving..")
                    .layer("memory")
                    .definedBy("..domain..memory..")
                    .layer("balance")
                    .definedBy("..domain..balance..")
                    .layer("time")
                    .definedBy("..domain..time..")
                    .layer("verdict") // and verdict.rule: the check lists its rules, they answer it
                    .definedBy("..domain..verdict..")
                    .layer("approval")
                    .definedBy("..domain..approval..")
                    .layer("remedy")
                    .definedBy("..domain..remedy..")
                    .layer("search")
                    .definedBy("..domain..search..")
                    .whereLayer("quantity")
                    .mayNotAccessAnyLayer()
                    .whereLayer("architecture")
                    .mayOnlyAccessLayers("quantity")
                    .whereLayer("hardware")
                    .mayOnlyAccessLayers("quantity")
                    .whereLayer("workload") // knows weights: a checkpoint stores some of them wide
                    .mayOnlyAccessLayers("quantity", "architecture")
                    .whereLayer("strategy")
                    .mayOnlyAccessLayers("quantity", "architecture")
                    .whereLayer("framework")
                    .mayOnlyAccessLayers("quantity", "strategy")
                    .whereLayer("plan")
                    .mayOnlyAccessLayers(
                            "quantity",
                            "architecture",
                            "hardware",
                            "workload",
                            "strategy",
                            "framework")
                    .whereLayer("serving")
                    .mayOnlyAccessLayers(
                            "quantity",
                            "architecture",
                            "hardware",
                            "workload",
                            "strategy",
                            "framework",
                            "plan")
                    .whereLayer("memory") // the busiest rank keeps the most activations
                    .mayOnlyAccessLayers(
                            "quantity",
                            "architecture",
                            "hardware",
                            "workload",
                            "strategy",
                            "framework",
                            "plan",
                            "balance",
                            "serving")
                    .whereLayer("balance")
                    .mayOnlyAccessLayers(
                            "quantity",
                            "architecture",
                            "hardware",
                            "workload",
                            "strategy",
                            "framework",
                            "plan")
                    .whereLayer("time") // how long a step takes does not ask whether it fits
                    .mayOnlyAccessLayers(
                            "quantity",
                            "architecture",
                            "hardware",
                            "workload",
                            "strategy",
                            "framework",
                            "plan",
                            "balance")
                    .whereLayer("verdict")
                    .mayOnlyAccessLayers(
                            "quantity",
                            "architecture",
                            "hardware",
                            "workload",
                            "strategy",
                            "framework",
                            "plan",
                            "serving",
                            "memory",
                            "balance",
                            "time")
                    .whereLayer("approval") // people decide on the answer, never on its arithmetic
                    .mayOnlyAccessLayers("quantity", "verdict")
                    .whereLayer("remedy")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("search")
                    .mayNotBeAccessedByAnyLayer()
                    .because("a reader can stop at any layer");

    /// A sum may grow inside a private class that never leaves its method.
    @ArchTest
    static final ArchRule nothing_in_the_domain_changes_after_it_is_built =
            fields().that()
                    .areDeclaredInClassesThat()
                    .areNotPrivate()
                    .should()
                    .beFinal()
                    .because("plans are compared, kept and judged again years later");

    /// Records of intermediate sums stay inside their package; the width of a projection is a
    /// number of rows, no amount.
    @ArchTest
    static final ArchRule an_amount_is_a_type_never_a_bare_number =
            methods()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideOutsideOfPackage("..domain..quantity..")
                    .and()
                    .areDeclaredInClassesThat()
                    .arePublic()
                    .and()
                    .arePublic()
                    .and()
                    .doNotHaveName("queryKeyValueWidth")
                    .should()
                    .notHaveRawReturnType(long.class)
                    .andShould()
                    .notHaveRawReturnType(double.class)
                    .because("GiB and GB were once the same field in tools we admire");

    @ArchTest
    static final ArchRule a_refusal_is_a_value_never_an_exception =
            noClasses()
                    .should()
                    .beAssignableTo(Throwable.class)
                    .because("NOT_READY is an answer, not an accident");

    @ArchTest
    static final ArchRule there_are_no_getters =
            noMethods()
                    .should()
                    .haveNameMatching("[gs]et[A-Z].*")
                    .because("a name says what is returned, and nothing is set");

    @ArchTest
    static final ArchRule no_class_is_called_Impl_Manager_Util_Helper_Dto_or_Mapper =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Impl|Manager|Utils?|Helper|D[Tt][Oo]|Mapper)")
                    .because("the name must say what it does");

    @ArchTest
    static void these_rules_saw_the_real_domain(JavaClasses classes) {
        assertThat(classes).as("classes imported").hasSizeGreaterThan(100);
        assertThat(classes.stream().map(c -> c.getPackageName()).distinct()).hasSize(17);
    }
}
