using Integrations.Connectors.Entities;
using Integrations.Core.Linking.Accounts;
using Integrations.Primitives;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.People;

/// <summary>What is said of accounts that may be someone's.</summary>
internal static class AccountLabels
{
    /// <summary>"same address, same name".</summary>
    public static string Of(IEnumerable<AccountEvidence> evidence) => string.Join(", ", evidence.Select(Of));

    // Longer ones are ids that no one reads.
    private const int LongestHandle = 30;

    /// <summary>How the account is told from others of its name: system, handle, and an address that is not the person's, apart by dots.</summary>
    public static string Line(AccountMatch match)
    {
        var (email, handle) = (match.Account.Text(EntityFields.Email), match.Account.Text(EntityFields.Username));
        string?[] parts = [match.Source.Name, handle?.Length > LongestHandle ? null : handle, string.Equals(email, match.Person.Email, StringComparison.OrdinalIgnoreCase) ? null : email];
        return TextDirection.Join(" · ", parts.OfType<string>().Where(part => part.Length > 0 && part != match.Account.Title).Distinct(StringComparer.OrdinalIgnoreCase));
    }

    private static string Of(AccountEvidence evidence) => evidence switch
    {
        AccountEvidence.SameAddress => Text.T("same address"),
        AccountEvidence.FoundByAddress => Text.T("found by the address"),
        AccountEvidence.SameName => Text.T("same name"),
        _ => Text.T("handle as in the address"),
    };
}
