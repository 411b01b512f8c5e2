using System.Collections.Concurrent;

namespace Integrations.Sandbox.Accounts;

/// <summary>The records of a vendor: one world per account, made when first asked for, used by one request at a time.</summary>
/// <param name="create">Seeds the world; must depend on the account and the clock only.</param>
internal sealed class AccountWorlds<TWorld>(Func<SandboxAccount, TWorld> create)
    where TWorld : class
{
    private readonly ConcurrentDictionary<string, Lazy<TWorld>> _worlds = new(StringComparer.Ordinal);
    private volatile string _latest = SandboxAccounts.Ada.Email;

    /// <summary>Reads or changes the account's world while no one else does. Answers must not hold live records.</summary>
    public TResult Use<TResult>(SandboxAccount account, Func<TWorld, TResult> work)
    {
        var world = _worlds.GetOrAdd(account.Email, _ => new Lazy<TWorld>(() => create(account))).Value;
        _latest = account.Email;
        lock (world)
        {
            return work(world);
        }
    }

    /// <summary>Looks for a record where a web link does not say whose it is: in the world used last, then in the others.</summary>
    public TResult? Find<TResult>(Func<TWorld, TResult?> look)
        where TResult : class
    {
        var latest = _latest;
        foreach (var email in _worlds.Keys.Prepend(latest).Distinct(StringComparer.Ordinal))
        {
            if (SandboxAccounts.Find(email) is { } account && Use(account, look) is { } found)
            {
                _latest = latest;
                return found;
            }
        }

        _latest = latest;
        return null;
    }

    /// <summary>Forgets all changes; the next use seeds anew.</summary>
    public void Reset() => _worlds.Clear();
}
