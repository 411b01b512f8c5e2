using Integrations.Connectors.Declarative.Trials;

namespace Integrations.Web.Hosting.Sandbox;

/// <summary>A provider that is played from its file, until this is disposed.</summary>
/// <param name="source">What a trial asks.</param>
/// <param name="sandbox">Plays it.</param>
internal sealed class PlayedFile(TrialSource source, IAsyncDisposable sandbox) : IAsyncDisposable
{
    /// <summary>No one is to take these for the vendor's.</summary>
    public const string Answers = "played: the sandbox's made-up data, never the vendor's answer";

    public TrialSource Source => source;

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();
}
