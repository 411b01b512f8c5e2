using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Limits;

/// <summary>Counts the circuits that are connected on this node. Lost ones are kept to a number of their own by the framework.</summary>
public sealed class OpenCircuits(IOptions<CircuitLimitOptions> options)
{
    private const int ShareOfStrangers = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _byUser = [];
    private int _all;

    /// <summary>Asked before a page is sent, so that no one gets one that will not come alive.</summary>
    /// <param name="user">Empty for someone who has not signed in.</param>
    public CircuitCapacity CapacityFor(Guid user)
    {
        lock (_lock)
        {
            return Capacity(user);
        }
    }

    /// <summary>Counts a new one, if there is room.</summary>
    public bool TryEnter(Guid user)
    {
        lock (_lock)
        {
            if (Capacity(user) != CircuitCapacity.Enough)
            {
                return false;
            }

            Count(user, 1);
            return true;
        }
    }

    /// <summary>Counts one that was lost and is back: it was let in before.</summary>
    public void Return(Guid user)
    {
        lock (_lock)
        {
            Count(user, 1);
        }
    }

    /// <summary>One is gone, or lost.</summary>
    public void Leave(Guid user)
    {
        lock (_lock)
        {
            Count(user, -1);
        }
    }

    private CircuitCapacity Capacity(Guid user) =>
        _all >= options.Value.PerNode ? CircuitCapacity.NoneOnNode
        : _byUser.GetValueOrDefault(user) < (user == Guid.Empty ? Math.Max(1, options.Value.PerNode / ShareOfStrangers) : options.Value.PerUser) ? CircuitCapacity.Enough
        : user == Guid.Empty ? CircuitCapacity.NoneOnNode
        : CircuitCapacity.NoneForUser;

    private void Count(Guid user, int change)
    {
        _all += change;
        var left = _byUser.GetValueOrDefault(user) + change;
        if (left > 0)
        {
            _byUser[user] = left;
        }
        else
        {
            _byUser.Remove(user);
        }
    }
}
