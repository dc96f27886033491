# Short names for the usual commands; each is one line of Maven.
# Where javac may complain there is no -q: Maven would hide the warning that broke the build.
.PHONY: build test test-one nightly format lint mutation benchmark benchmark-ledger benchmark-server openapi

# The formatter and PIT run on Maven's own JVM, which must then be a JDK 25.
ON_JDK_25 = JAVA_HOME="$$(.mvn/find-jdk | head -n 1)"

build:      ## the program, without running the tests
	mvn -B -DskipTests package

test:       ## everything CI runs
	mvn -B verify

test-one:   ## make test-one M=domain T=ByteSizeTest
	mvn -B -pl $(M) -am -Dtest=$(T) -Dsurefire.failIfNoSpecifiedTests=false test

nightly:    ## kills, cut connections, full disks (as root), clocks, old backups: make nightly ARGS="-Dnightly.program.kills=10"
	mvn -B -ntp -Pnightly -pl adapters-persistence -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false verify $(ARGS)

format:     ## rewrites the sources in the house format
	$(ON_JDK_25) mvn -q spotless:apply

lint:       ## format, compiler, Error Prone, NullAway and dependency rules; no test runs
	$(ON_JDK_25) mvn -B spotless:check test-compile

mutation:   ## which small changes to the domain no test notices: domain/target/pit-reports/index.html
	$(ON_JDK_25) mvn -q -Pmutation -pl domain verify

benchmark:  ## make benchmark ARGS="-f 1 -wi 2 -i 3 MyBenchmark"
	mvn -q -Pbenchmark -pl application -am -DskipTests verify $(if $(ARGS),-Djmh.args="$(ARGS)")

benchmark-ledger:  ## appends beside plain inserts on one server: make benchmark-ledger ARGS="3 1000000" (rounds, events)
	mvn -q -B -ntp -Pbenchmark-ledger -pl adapters-persistence -am -DskipTests verify $(if $(ARGS),-Dledger.benchmark.args="$(ARGS)")

benchmark-server:  ## the server under load: make benchmark-server ARGS="10 10000 1000000 16" (seconds, deployments, events, connections)
	mvn -q -B -ntp -Pbenchmark-server -pl adapters-web -am -DskipTests verify $(if $(ARGS),-Dserver.benchmark.args="$(ARGS)")

accuracy:  ## judges all published cases and writes docs/accuracy.md anew
	mvn -q -B -ntp -pl domain,application -am test -Dtest=AccuracyTest,TimeModelTest -Dsurefire.failIfNoSpecifiedTests=false -Daccuracy.update=true -DargLine="-Daccuracy.update=true"

openapi:  ## sends the examples of all operations, records the answers and writes docs/openapi.json anew
	mvn -q -B -ntp -pl adapters-web -am test -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dopenapi.update=true
