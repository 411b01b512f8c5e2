using System.Runtime.InteropServices;

namespace Integrations.Connectors.Http;

/// <summary>
/// Shares what goes out at once: no organization and no vendor holds more than a quarter of it, so that one that hangs leaves room
/// for the others (SECURITY V6). Who finds no room waits within the call's own deadline, in the order in which they came.
/// </summary>
internal sealed class OutboundConcurrencyLimiter(int slots)
{
    private const int Shares = 4;

    /// <summary>More would only wait until their deadlines.</summary>
    private const int MostWaiting = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _vendors = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, int> _organizations = [];
    private readonly LinkedList<Waiter> _waiting = [];
    private int _taken;

    /// <summary>How many one organization, or one vendor, may hold.</summary>
    public int Share { get; } = Math.Max(2, slots / Shares);

    /// <summary>Of a vendor's share, for calls of the hub itself: a call that holds a slot may have to wait for its token to be renewed.</summary>
    private int Reserve => Math.Max(1, Share / 8);

    /// <summary>Takes a slot; dispose what it gives.</summary>
    /// <param name="vendor">Whom is called.</param>
    /// <param name="organization">On whose behalf; empty for the hub itself, which is no organization and has no share of its own.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OutboundFullException">Too many wait already.</exception>
    public ValueTask<Slot> TakeAsync(string vendor, Guid organization, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (HasRoom(vendor, organization))
            {
                Count(vendor, organization, 1);
                return ValueTask.FromResult(new Slot(this, vendor, organization));
            }

            if (_waiting.Count >= MostWaiting)
            {
                throw new OutboundFullException();
            }

            waiter = new Waiter(vendor, organization);
            _waiting.AddLast(waiter.Place);
        }

        return WaitAsync(waiter, cancellationToken);
    }

    private async ValueTask<Slot> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var ended = cancellationToken.UnsafeRegister(_ => GiveUp(waiter, cancellationToken), null);
        await waiter.Ready.Task;
        return new Slot(this, waiter.Vendor, waiter.Organization);
    }

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // One that has its slot by now keeps it, and gives it back like any other.
            if (waiter.Place.List is not null)
            {
                _waiting.Remove(waiter.Place);
                waiter.Ready.TrySetCanceled(cancellationToken);
            }
        }
    }

    private void GiveBack(string vendor, Guid organization)
    {
        lock (_lock)
        {
            Count(vendor, organization, -1);
            for (var place = _waiting.First; place is not null && _taken < slots;)
            {
                var (waiter, next) = (place.Value, place.Next);
                if (HasRoom(waiter.Vendor, waiter.Organization))
                {
                    Count(waiter.Vendor, waiter.Organization, 1);
                    _waiting.Remove(place);
                    waiter.Ready.TrySetResult();
                }

                place = next;
            }
        }
    }

    private bool HasRoom(string vendor, Guid organization) =>
        _taken < slots
        && (organization == Guid.Empty
            ? _vendors.GetValueOrDefault(vendor) < Share
            : _vendors.GetValueOrDefault(vendor) < Share - Reserve && _organizations.GetValueOrDefault(organization) < Share);

    private void Count(string vendor, Guid organization, int change)
    {
        _taken += change;
        Count(_vendors, vendor, change);
        if (organization != Guid.Empty)
        {
            Count(_organizations, organization, change);
        }
    }

    /// <summary>No one who holds none is kept.</summary>
    private static void Count<TKey>(Dictionary<TKey, int> held, TKey key, int change)
        where TKey : notnull
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(held, key, out _);
        count += change;
        if (count == 0)
        {
            held.Remove(key);
        }
    }

    /// <summary>Room for one call, until it is disposed.</summary>
    public readonly record struct Slot(OutboundConcurrencyLimiter Of, string Vendor, Guid Organization) : IDisposable
    {
        public void Dispose() => Of.GiveBack(Vendor, Organization);
    }

    private sealed class Waiter
    {
        public Waiter(string vendor, Guid organization)
        {
            (Vendor, Organization) = (vendor, organization);
            Place = new LinkedListNode<Waiter>(this);
        }

        public string Vendor { get; }

        public Guid Organization { get; }

        public LinkedListNode<Waiter> Place { get; }

        public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
