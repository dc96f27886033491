package io.shardfit.adapters.web.access;

import io.shardfit.application.event.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Who may call a route. A route without it, and without {@link Public}, answers nobody.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Permitted {
    /// {@return roles, any one of which is enough; none means every role}
    Role[] value() default {};
}
