package io.shardfit.adapters.persistence;

import io.shardfit.application.port.Accounts;

class InMemoryAccountsTest extends AccountsContract {
    @Override
    Accounts empty() {
        return new InMemoryAccounts();
    }
}
