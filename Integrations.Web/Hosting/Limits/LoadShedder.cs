using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Limits;

/// <summary>
/// Refuses what hurts least while too much is under way (RELIABILITY G5), at once and with a time to come again, so that there is
/// room for what hurts most. Counts requests under way and not time: it reacts before queues build up.
/// </summary>
internal sealed class LoadShedder(IOptions<LoadOptions> options, IMeterFactory meters)
{
    private readonly Counter<long> _shed = meters.Create(Primitives.Telemetry.Name).CreateCounter<long>("integrations.requests.shed", "{request}");
    private int _underWay;

    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Takes a request in, or refuses it; who was taken in leaves again.</summary>
    public bool TryEnter(LoadClass request)
    {
        if (Interlocked.Increment(ref _underWay) <= MostWith(request))
        {
            return true;
        }

        Leave();
        _shed.Add(1, new KeyValuePair<string, object?>("class", request.ToString().ToLowerInvariant()));
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _underWay);

    /// <summary>How many may be under way, itself included, for one of this class to be taken.</summary>
    internal int MostWith(LoadClass request) => options.Value.Capacity * Share(request) / 100;

    private static int Share(LoadClass request) => request switch
    {
        LoadClass.Widget => 50,
        LoadClass.Search => 65,
        LoadClass.List => 80,
        LoadClass.Other => 90,
        _ => 100,
    };
}
