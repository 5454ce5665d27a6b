package dev.sluice.acceptance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaField;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Names, nulls, state and errors. */
@Tag("gate")
class HabitsTest {
  // A bare domain noun such as Service is fine; a suffix that says nothing is not.
  private static final Pattern EMPTY_NAME =
      Pattern.compile(".+(Utils?|Helpers?|Manager|Impl|Service|Processor)|(Abstract|Base)[A-Z].*");

  private static final Set<Class<? extends Throwable>> GENERIC =
      Set.of(Throwable.class, Exception.class, RuntimeException.class, Error.class);

  private static final List<String> MUTABLE =
      List.of(
          "java.lang.StringBuilder",
          "java.lang.ThreadLocal",
          "java.util.ArrayDeque",
          "java.util.ArrayList",
          "java.util.BitSet",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.IdentityHashMap",
          "java.util.LinkedHashMap",
          "java.util.LinkedHashSet",
          "java.util.LinkedList",
          "java.util.Properties",
          "java.util.TreeMap",
          "java.util.TreeSet",
          "java.util.WeakHashMap");

  @Test
  void namesSayWhatATypeIs() {
    noClasses()
        .should(
            be(
                describe(
                    "named emptily", type -> EMPTY_NAME.matcher(type.getSimpleName()).matches())))
        .because(
            "such a name fits anything and so collects everything. Way out: the domain's noun for"
                + " what it is (HarmBudget, not BudgetManager), or a method on the type it serves")
        .check(MainCode.CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .should(
            be(
                describe(
                    "in a package that is @NullMarked",
                    type -> type.getPackage().isAnnotatedWith(NullMarked.class))))
        .because(
            "elsewhere null is not checked. Way out: a package-info.java with @NullMarked and two to"
                + " six lines on what the package promises")
        .check(MainCode.CLASSES);
  }

  @Test
  void nothingOptionalIsStoredOrPassed() {
    noFields()
        .should()
        .haveRawType(Optional.class)
        .because("Optional is for return values. Way out: @Nullable, or a type per case")
        .check(MainCode.CLASSES);
    codeUnits()
        .should()
        .notHaveRawParameterTypes(takesOptional())
        .because("Optional is for return values. Way out: @Nullable, or two methods")
        .check(MainCode.CLASSES);
  }

  @Test
  void nothingStaticChanges() {
    fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .andShould(be(describe("of a type that cannot change", HabitsTest::isConstant)))
        .because(
            "static state outlives its test and couples strangers. Way out: an object that Main"
                + " makes and passes on; for a constant, List.of, Set.of or Map.of")
        .check(MainCode.CLASSES);
  }

  @Test
  void errorsSayWhatBroke() {
    noClasses()
        .should()
        .callConstructorWhere(describe("makes a generic exception", HabitsTest::makesGeneric))
        .because(
            "nobody can handle an exception that may mean anything. Way out: the outcome as a value,"
                + " an exception of the package with its facts, IllegalStateException for a bug")
        .check(MainCode.CLASSES);
  }

  private static DescribedPredicate<List<JavaClass>> takesOptional() {
    return describe(
        "Optional", types -> types.stream().anyMatch(type -> type.isEquivalentTo(Optional.class)));
  }

  private static boolean isConstant(JavaField field) {
    JavaClass type = field.getRawType();
    return !MUTABLE.contains(type.getName())
        && !type.getPackageName().equals("java.util.concurrent.atomic")
        && !type.isAssignableTo(Lock.class)
        && !(type.getPackageName().equals("java.util.concurrent")
            && type.getSimpleName().matches("(Concurrent|CopyOnWrite|Linked|Array).*"));
  }

  // A subclass calls its parent's constructor too; that is no throw.
  private static boolean makesGeneric(JavaConstructorCall call) {
    JavaCodeUnit origin = call.getOrigin();
    return GENERIC.stream().anyMatch(call.getTargetOwner()::isEquivalentTo)
        && !(origin.isConstructor()
            && origin.getOwner().isAssignableTo(call.getTargetOwner().getName()));
  }
}
