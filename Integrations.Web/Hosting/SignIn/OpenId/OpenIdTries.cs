using System.IO.Compression;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Core.Identity.OpenId;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace Integrations.Web.Hosting.SignIn.OpenId;

/// <summary>
/// Carries what came of trying a provider to the page that shows it: sealed in the administrator's own browser, for some minutes. The hub
/// keeps none of it.
/// </summary>
internal sealed class OpenIdTries(IDataProtectionProvider protection, TimeProvider clock)
{
    public const string PagePath = "/members/sign-in/tried";

    private const int MostClaims = 40;
    private const int LongestValue = 120;
    private const int LongestDetail = 300;

    /// <summary>Browsers take some 4 KB with the name.</summary>
    private const int LongestCookie = 3_600;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _protector = protection.CreateProtector("Integrations.OpenIdTry.v1");

    /// <summary>What came, for the administrator who asked and no one else.</summary>
    public async Task ShowAsync(HttpContext http, string? session, OpenIdProvider provider, IEnumerable<Claim> claims)
    {
        if (await AskerAsync(http, session, provider.OrganizationId) is { } caller)
        {
            OpenIdTriedClaim[] shown = [.. claims.Where(c => c.Type != "nonce").Take(MostClaims).Select(c => new OpenIdTriedClaim(Cut(c.Type), Cut(c.Value)))];
            Keep(http, caller, new OpenIdTried(shown, Reason: null, Detail: null));
        }

        await OpenIdAnswer.GoOnFromHereAsync(http, PagePath);
    }

    /// <summary>Why nothing came.</summary>
    public async Task ShowAsync(HttpContext http, string? session, Exception? failure, bool isRefused)
    {
        if (await AskerAsync(http, session, organizationId: null) is { } caller)
        {
            // The library's code and first line; what a provider wrote is in neither, and tokens are not.
            Keep(http, caller, new OpenIdTried([], isRefused ? OpenIdAnswer.Failed : OpenIdFailures.UnreachableCode, isRefused ? DetailOf(failure) : null));
        }

        await OpenIdAnswer.GoOnFromHereAsync(http, PagePath);
    }

    public IResult Show(HttpContext http, Caller caller, Failure failure)
    {
        Keep(http, caller, new OpenIdTried([], failure.Code, failure.Message));
        return TypedResults.LocalRedirect(PagePath);
    }

    /// <summary>Null for who tried nothing lately.</summary>
    public OpenIdTried? Read(HttpContext http, Caller caller)
    {
        try
        {
            return StepCookie.TriedProvider.Get(http) is { } text && JsonSerializer.Deserialize<Sealed>(Inflate(_protector.Unprotect(Convert.FromBase64String(text)))) is { } opened
                && opened.SessionId == caller.SessionId && opened.Until > clock.GetUtcNow()
                    ? opened.Tried
                    : null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or JsonException or FormatException or InvalidDataException)
        {
            return null;
        }
    }

    private static async Task<Caller?> AskerAsync(HttpContext http, string? session, Guid? organizationId)
    {
        var present = await http.AuthenticateAsync(Schemes.Session);
        return present.Principal?.ToCaller() is { SessionId: not null } caller && caller.SessionId?.ToString("D") == session && (organizationId is null || caller.OrganizationId == organizationId)
            ? caller
            : null;
    }

    private void Keep(HttpContext http, Caller caller, OpenIdTried tried)
    {
        for (var claims = tried.Claims; ; claims = claims[..(claims.Length / 2)])
        {
            var value = Convert.ToBase64String(_protector.Protect(Deflate(JsonSerializer.SerializeToUtf8Bytes(new Sealed(caller.SessionId, clock.GetUtcNow() + Lifetime, tried with { Claims = claims })))));
            if (value.Length <= LongestCookie || claims.Length == 0)
            {
                StepCookie.TriedProvider.Set(http, value);
                return;
            }
        }
    }

    private static string? DetailOf(Exception? failure) => failure switch
    {
        null => null,
        { InnerException: { } inner } => DetailOf(inner),
        _ => Cut(failure.Message.Split('\n')[0].Trim(), LongestDetail),
    };

    /// <summary>Never through the middle of a character.</summary>
    private static string Cut(string text, int longest = LongestValue) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)] + "…";

    private static byte[] Deflate(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionLevel.Optimal))
        {
            deflate.Write(bytes);
        }

        return target.ToArray();
    }

    private static MemoryStream Inflate(byte[] bytes)
    {
        var target = new MemoryStream();
        using var inflate = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
        inflate.CopyTo(target);
        target.Position = 0;
        return target;
    }

    private sealed record Sealed(Guid? SessionId, DateTimeOffset Until, OpenIdTried Tried);
}
