using System.Globalization;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Http;

/// <summary>What a token address gives (RFC 6749 section 5.1); it is data, not truth (SECURITY O9).</summary>
public static class TokenAnswer
{
    private const int LongestToken = 16_000;

    private const double LongestLife = 315_360_000;

    /// <summary>Reads the object that holds <c>access_token</c> and its neighbours, wherever in an answer that stands.</summary>
    /// <param name="holder">The object; anything else is read as none.</param>
    /// <returns>Null where there is no access token that can be one.</returns>
    public static TokenGrant? Read(JsonElement holder) =>
        holder.ValueKind == JsonValueKind.Object && holder.Text("access_token") is { Length: > 0 and <= LongestToken } token
            ? new TokenGrant
            {
                AccessToken = new Secret(token),
                RefreshToken = holder.Text("refresh_token") is { Length: > 0 and <= LongestToken } refresh ? new Secret(refresh) : null,
                ExpiresIn = Seconds(holder),
                // GitHub Apps have permissions instead and answer with an empty text: nothing is told.
                Scopes = holder.Text("scope") is { Length: > 0 } scope ? scope.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : null,
            }
            : null;

    private static TimeSpan? Seconds(JsonElement holder) =>
        holder.TryGetProperty("expires_in", out var value)
        && ((value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds))
            || (value.ValueKind == JsonValueKind.String && double.TryParse(value.Read(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds)))
        && seconds is > 0 and < LongestLife
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
