/// Each class breaks one rule of the architecture, to show that the rule sees it.
package io.shardfit.application.planted;
