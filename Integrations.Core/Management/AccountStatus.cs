using Integrations.Core.Connections;

namespace Integrations.Core.Management;

/// <summary>One person's connection to one provider, as far as the asker may see it.</summary>
/// <param name="Connection">Null while not connected.</param>
/// <param name="IsOwn">An administrator sees that someone is connected, never as whom.</param>
public sealed record AccountStatus(string ProviderKey, ConnectionView? Connection, bool IsOwn)
{
    /// <summary>The connection works; a missing one, and one that has ended or fails, does not count.</summary>
    public bool IsConnected => Connection?.Status == ConnectionStatus.Active;
}
