package io.shardfit.application.planted;

import org.assertj.core.api.SoftAssertions;

record KnowsAFramework(SoftAssertions framework) {}
