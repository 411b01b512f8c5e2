using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Core.Instances;

namespace Integrations.Core.Connections;

/// <summary>
/// What a connector is told besides the credential. Who changes an integration's settings is not who connected an account to it:
/// a setting never takes the place of an address or of a fact of the account, even of one that this connection lacks (SECURITY X2).
/// </summary>
internal static class SessionFacts
{
    public static VendorSessionFacts Of(ProviderManifest manifest, IntegrationInstance instance, Connection connection)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in manifest.Settings)
        {
            if (!manifest.IsAuthField(setting.Name) && instance.Settings[setting.Name] is JsonValue value)
            {
                facts[setting.Name] = value.ToString();
            }
        }

        foreach (var (name, value) in connection.Facts)
        {
            facts[name] = value;
        }

        return new VendorSessionFacts(facts);
    }
}
