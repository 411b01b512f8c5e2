namespace Integrations.Core.Jobs;

/// <summary>Counts what runs, in all, by organization and by key.</summary>
internal sealed class WorkSlots(WorkLimits limits)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _organizations = [];
    private readonly Dictionary<Guid, int> _keys = [];
    private int _running;

    /// <summary>How many more may begin.</summary>
    public int Free
    {
        get
        {
            lock (_lock)
            {
                return limits.SideBySide - _running;
            }
        }
    }

    /// <summary>How many more of this organization may begin.</summary>
    public int FreeOf(Guid organization)
    {
        lock (_lock)
        {
            return Math.Min(limits.SideBySide - _running, limits.PerOrganization - _organizations.GetValueOrDefault(organization));
        }
    }

    /// <summary>Organizations that have all that they may have.</summary>
    public List<Guid> FullOrganizations()
    {
        lock (_lock)
        {
            return [.. _organizations.Where(o => o.Value >= limits.PerOrganization).Select(o => o.Key)];
        }
    }

    /// <summary>Keys that have all that they may have.</summary>
    public List<Guid> FullKeys()
    {
        lock (_lock)
        {
            return [.. _keys.Where(k => k.Value >= limits.PerKey).Select(k => k.Key)];
        }
    }

    public bool TryEnter(Guid organization, Guid key)
    {
        lock (_lock)
        {
            if (_running >= limits.SideBySide || _organizations.GetValueOrDefault(organization) >= limits.PerOrganization || _keys.GetValueOrDefault(key) >= limits.PerKey)
            {
                return false;
            }

            _running++;
            _organizations[organization] = _organizations.GetValueOrDefault(organization) + 1;
            _keys[key] = _keys.GetValueOrDefault(key) + 1;
            return true;
        }
    }

    public void Leave(Guid organization, Guid key)
    {
        lock (_lock)
        {
            _running--;
            Less(_organizations, organization);
            Less(_keys, key);
        }
    }

    private static void Less(Dictionary<Guid, int> counts, Guid id)
    {
        if (--counts[id] == 0)
        {
            counts.Remove(id);
        }
    }
}
