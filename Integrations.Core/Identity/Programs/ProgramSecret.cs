using System.Text.Json;

namespace Integrations.Core.Identity.Programs;

/// <summary>What a program's secret was before it was renewed, kept among the properties that the authorization server leaves to us.</summary>
/// <param name="Renewed">When the present one was made; null for the first.</param>
/// <param name="FormerHash">SHA-256 of the one before; null when there is none that is still taken.</param>
/// <param name="FormerUntil">When that one ends.</param>
internal sealed record ProgramSecret(DateTimeOffset? Renewed = null, string? FormerHash = null, DateTimeOffset? FormerUntil = null)
{
    private const string Property = "integrations.secret";

    public static ProgramSecret Of(ProgramClient client)
    {
        if (client.Properties is not { Length: > 0 } json)
        {
            return new ProgramSecret();
        }

        using var properties = JsonDocument.Parse(json);
        return properties.RootElement.TryGetProperty(Property, out var kept) ? kept.Deserialize<ProgramSecret>() ?? new ProgramSecret() : new ProgramSecret();
    }

    public void PutInto(ProgramClient client)
    {
        var properties = client.Properties is { Length: > 0 } json ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)! : [];
        properties[Property] = JsonSerializer.SerializeToElement(this);
        client.Properties = JsonSerializer.Serialize(properties);
    }

    /// <summary>Never the hash.</summary>
    public override string ToString() => "***";
}
