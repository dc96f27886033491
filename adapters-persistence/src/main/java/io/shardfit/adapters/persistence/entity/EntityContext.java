package io.shardfit.adapters.persistence.entity;

import io.micronaut.context.ApplicationContextConfiguration;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.inject.BeanDefinitionReference;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// The repositories and what they are made of, and none of the other beans on the class path: those
/// of the web server have a context of their own, with settings of their own.
@SuppressWarnings("overrides") // of variable arguments by arrays, in the class it extends
final class EntityContext extends DefaultApplicationContext {
    private static final String SOURCE = "default";
    private static final List<String> WANTED =
            List.of(
                    EntityContext.class.getPackageName() + ".",
                    "io.micronaut.aop.",
                    "io.micronaut.context.",
                    "io.micronaut.data.",
                    "io.micronaut.transaction.");

    private EntityContext(ApplicationContextConfiguration settings) {
        super(settings);
    }

    /// {@return a context, started}
    ///
    /// @param connections stays the caller's to close
    static EntityContext on(DataSource connections) {
        EntityContext context = new EntityContext(new NothingFromOutside());
        context.getEnvironment()
                .addPropertySource(
                        PropertySource.of(
                                Map.of("datasources." + SOURCE + ".dialect", "POSTGRES")));
        context.registerSingleton(DataSource.class, connections, Qualifiers.byName(SOURCE), false);
        context.start();
        return context;
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared
    protected List<BeanDefinitionReference> resolveBeanDefinitionReferences() {
        return super.resolveBeanDefinitionReferences().stream()
                .filter(bean -> WANTED.stream().anyMatch(bean.getName()::startsWith))
                .toList();
    }

    /// No files, no variables, no guesses about where it runs.
    private static final class NothingFromOutside implements ApplicationContextConfiguration {
        @Override
        public List<String> getEnvironments() {
            return List.of();
        }

        @Override
        public Optional<Boolean> getDeduceEnvironments() {
            return Optional.of(false);
        }

        @Override
        public boolean isEnableDefaultPropertySources() {
            return false;
        }

        @Override
        public boolean isEnvironmentPropertySource() {
            return false;
        }

        @Override
        public Boolean isBootstrapEnvironmentEnabled() {
            return false;
        }
    }
}
