using Integrations.Connectors.Declarative.Recordings;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>What the step under way has asked so far, and the first thing that was wrong with it.</summary>
/// <param name="hosts">The vendor hosts that may be asked, as <see cref="Http.CredentialHosts"/> writes them.</param>
/// <param name="player">Answers in the vendor's place; null where that does itself.</param>
internal sealed class TrialLog(IReadOnlySet<string> hosts, RecordingPlayer? player)
{
    /// <summary>More than any step of ours needs: what asks for more never ends.</summary>
    public const int MostCalls = 100;

    private readonly List<RecordedExchange> _exchanges = [];

    public RecordingPlayer? Player => player;

    public IReadOnlyList<RecordedExchange> Exchanges => _exchanges;

    /// <summary>In words; it goes before whatever the connector made of it.</summary>
    public string? Problem { get; private set; }

    public void Begin(RecordedStep? step)
    {
        _exchanges.Clear();
        Problem = null;
        if (step is not null)
        {
            player?.Begin(step);
        }
    }

    /// <summary>Whether a host may be asked; a call of another is a problem.</summary>
    public bool Admits(string host)
    {
        if (!hosts.Contains(host))
        {
            Tell($"The call was led to {Http.VendorFailures.Clean(host, 100)}, a host that the file does not name. Nothing was sent there.");
            return false;
        }

        if (_exchanges.Count >= MostCalls)
        {
            Tell($"This step has sent {MostCalls} calls and would go on: the paging does not end.");
            return false;
        }

        return true;
    }

    public void Add(RecordedExchange exchange) => _exchanges.Add(exchange);

    public void Tell(string problem) => Problem ??= problem;
}
