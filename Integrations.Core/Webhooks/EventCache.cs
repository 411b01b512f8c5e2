using Integrations.Core.Events;
using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

/// <summary>Events of the last minute, which do not change: those that wait behind others of their endpoint are not read again for each delivery.</summary>
public sealed class EventCache(TimeProvider clock)
{
    private const int MostRemembered = 1_000;
    private const int LongestRemembered = 16 * 1024;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly ExpiringCache<Guid, OutboxEvent> _events = new(clock, MostRemembered);

    internal void Remember(OutboxEvent happened)
    {
        if (happened.Data.Length <= LongestRemembered)
        {
            _events.Remember(happened.Id, happened, clock.GetUtcNow() + Remembered);
        }
    }

    internal OutboxEvent? Find(Guid id) => _events.TryGet(id, out var happened) ? happened : null;
}
