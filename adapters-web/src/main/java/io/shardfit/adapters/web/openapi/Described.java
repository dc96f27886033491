package io.shardfit.adapters.web.openapi;

import io.shardfit.adapters.web.ProblemKind;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a route is for, with an example that a test sends to the running server. Path, parameters,
/// media types and roles are read from the route and said nowhere again.
///
/// A value of {@link #with} or a piece of {@link #body} may be taken from the answer to another
/// operation's example, which is then sent first: `$submitPlan.header.ETag`,
/// `$submitPlan.body#/planDigest`.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Described {
    /// {@return its name in clients, a verb and a thing: `submitPlan`}
    String id();

    /// {@return what it does, as a short sentence without its full stop}
    String summary();

    /// {@return parameters of the example, `name=value`; each of the path is compulsory}
    String[] with() default {};

    /// {@return the body of the example: a text, or `@` and the name of a resource}
    String body() default "";

    /// {@return the status of the example's answer}
    int status() default 200;

    /// {@return other statuses under which the same document is answered}
    int[] also() default {};

    /// {@return headers that it cannot do without}
    Needs[] needs() default {};

    /// {@return problems beyond those that its parameters, roles and headers bring with them}
    ProblemKind[] problems() default {};

    /// {@return operations whose examples must come first}
    String[] after() default {};
}
