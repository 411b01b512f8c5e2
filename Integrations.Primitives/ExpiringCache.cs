using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Integrations.Primitives;

/// <summary>
/// Remembers answers for moments, so that a request does not ask the database what the last one just asked. It never holds
/// more than its capacity: what is forgotten is asked again.
/// </summary>
internal sealed class ExpiringCache<TKey, TValue>(TimeProvider clock, int capacity)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private int _count;

    public int Count => _entries.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_entries.TryGetValue(key, out var entry) && entry.Until > clock.GetUtcNow())
        {
            value = entry.Value;
            return true;
        }

        value = default;
        return false;
    }

    public void Remember(TKey key, TValue value, DateTimeOffset until)
    {
        if (Volatile.Read(ref _count) >= capacity)
        {
            Shrink();
        }

        if (_entries.TryAdd(key, new Entry(value, until)))
        {
            Interlocked.Increment(ref _count);
        }
        else
        {
            _entries[key] = new Entry(value, until);
        }
    }

    public void Forget(TKey key)
    {
        if (_entries.TryRemove(key, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    public void ForgetWhere(Func<TValue, bool> matches)
    {
        foreach (var (key, entry) in _entries)
        {
            if (matches(entry.Value))
            {
                Forget(key);
            }
        }
    }

    private void Shrink()
    {
        var now = clock.GetUtcNow();
        foreach (var (key, entry) in _entries)
        {
            if (entry.Until <= now)
            {
                Forget(key);
            }
        }

        // All of them fresh: room matters more than what can be asked again.
        if (Volatile.Read(ref _count) >= capacity)
        {
            foreach (var key in _entries.Keys)
            {
                Forget(key);
            }
        }
    }

    private readonly record struct Entry(TValue Value, DateTimeOffset Until);
}
