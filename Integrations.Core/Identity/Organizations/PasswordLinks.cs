using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Secret = Integrations.Primitives.Secret;

namespace Integrations.Core.Identity.Organizations;

/// <summary>Makes and checks the links by which people choose a password. What they carry ends with the security stamp, and so works once.</summary>
public sealed class PasswordLinks(IServiceScopeFactory scopes, IDataProtectionProvider protection, IOptions<AccessOptions> access, TimeProvider clock)
{
    private const string Purpose = "choose-password";

    /// <summary>What a forgotten password's token begins with; Identity's own have no dot.</summary>
    private const string ForgottenPrefix = "f.";

    private readonly IDataProtector _forgotten = protection.CreateProtector("Integrations.ForgottenPassword.v1");

    /// <summary>Whether the person asked for it themself, by mail.</summary>
    public static bool IsForgotten(string? token) => token?.StartsWith(ForgottenPrefix, StringComparison.Ordinal) == true;

    internal async Task<Secret> CreateAsync(User user)
    {
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        return Path(user, await people.GenerateUserTokenAsync(user, people.Options.Tokens.PasswordResetTokenProvider, Purpose));
    }

    /// <summary>For someone who asked by mail: it works for a shorter time.</summary>
    internal Secret CreateForgotten(User user) => Path(user, ForgottenPrefix + _forgotten.Protect(string.Create(
        CultureInfo.InvariantCulture, $"{user.Id:N} {(clock.GetUtcNow() + access.Value.ForgottenLifetime).UtcTicks} {user.SecurityStamp}")));

    internal async Task<bool> IsValidAsync(User user, string token)
    {
        if (IsForgotten(token))
        {
            return IsValidForgotten(user, token[ForgottenPrefix.Length..]);
        }

        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        return await people.VerifyUserTokenAsync(user, people.Options.Tokens.PasswordResetTokenProvider, Purpose, token);
    }

    private bool IsValidForgotten(User user, string token)
    {
        try
        {
            var parts = _forgotten.Unprotect(token).Split(' ', 3);
            return parts[0] == user.Id.ToString("N") && parts[2] == user.SecurityStamp && long.Parse(parts[1], CultureInfo.InvariantCulture) > clock.GetUtcNow().UtcTicks;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return false;
        }
    }

    private static Secret Path(User user, string token) => new($"{Invitation.PagePath}?user={user.Id:D}&token={Uri.EscapeDataString(token)}");
}
