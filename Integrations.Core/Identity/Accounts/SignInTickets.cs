using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Identity.Accounts;

/// <summary>
/// What a browser holds between the password and the code: who gave a right password, under which security stamp, and until
/// when it counts. It opens nothing; the code is still asked for, and counted like a password (SECURITY S3).
/// </summary>
public sealed class SignInTickets(IDataProtectionProvider protection, IOptions<AccessOptions> options, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Integrations.SignInTicket.v1");

    /// <summary>A ticket for a person whose password was right just now: protected text, of which the browser can read and change nothing.</summary>
    /// <param name="who">A new security stamp makes the ticket void.</param>
    public string Create(UserStanding who) => _protector.Protect(string.Create(
        CultureInfo.InvariantCulture, $"{who.Id:N} {(clock.GetUtcNow() + options.Value.SignInTicketLifetime).UtcTicks} {who.Stamp}"));

    /// <summary>Who it was made for and under which stamp; null for one that is over or was not made here.</summary>
    internal (Guid UserId, string Stamp)? Read(string ticket)
    {
        try
        {
            var parts = _protector.Unprotect(ticket).Split(' ', 3);
            return long.Parse(parts[1], CultureInfo.InvariantCulture) > clock.GetUtcNow().UtcTicks ? (Guid.ParseExact(parts[0], "N"), parts[2]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
