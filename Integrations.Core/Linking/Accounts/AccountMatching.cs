using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Core.Linking.Accounts;

/// <summary>Which of some accounts of one system are whose, by what both say of themselves.</summary>
internal static class AccountMatching
{
    /// <summary>Of one person in one system; more help no one to choose.</summary>
    public const int MostDoubtful = 3;

    // A handle of two letters is many people's.
    private const int ShortestHandle = 3;

    /// <summary>Matches of all of them: an account that looks like several people's is likely for none.</summary>
    /// <param name="source">The system.</param>
    /// <param name="candidates">What it gave for each person, and whether that came by asking for the person's address.</param>
    public static IReadOnlyList<AccountMatch> Of(LinkSource source, IReadOnlyList<(AccountPerson Person, ExternalEntity Account, bool ByAddress)> candidates)
    {
        var matches = candidates
            .GroupBy(one => (one.Person.Id, Account: one.Account.Id))
            .Select(group => Match(source, group.First().Person, group.First().Account, group.Any(one => one.ByAddress)))
            .OfType<AccountMatch>().ToList();
        var claims = matches.Where(match => match.IsLikely).CountBy(match => match.Account.Id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        matches = matches.ConvertAll(match => match.IsLikely && claims[match.Account.Id] > 1 ? match with { IsLikely = false } : match);
        var sure = matches.Where(match => match.IsLikely).ToList();
        var (accounts, people) = (sure.Select(match => match.Account.Id).ToHashSet(StringComparer.Ordinal), sure.Select(match => match.Person.Id).ToHashSet());
        // Where one is likely, the doubtful ones of the same person, and the same account for other people, only distract.
        var doubtful = matches.Where(match => !match.IsLikely && !accounts.Contains(match.Account.Id) && !people.Contains(match.Person.Id))
            .GroupBy(match => match.Person.Id)
            .SelectMany(group => group.OrderBy(match => match.Evidence[0]).ThenBy(match => match.Account.Title, StringComparer.Ordinal).ThenBy(match => match.Account.Id, StringComparer.Ordinal).Take(MostDoubtful));
        return [.. sure, .. doubtful];
    }

    private static AccountMatch? Match(LinkSource source, AccountPerson person, ExternalEntity account, bool byAddress)
    {
        var evidence = new List<AccountEvidence>();
        var email = account.Text(EntityFields.Email);
        if (string.Equals(email?.Trim(), person.Email, StringComparison.OrdinalIgnoreCase))
        {
            evidence.Add(AccountEvidence.SameAddress);
        }
        else if (byAddress && string.IsNullOrWhiteSpace(email))
        {
            evidence.Add(AccountEvidence.FoundByAddress);
        }

        if (TextMatch.Key(account.Title) is { Length: > 0 } name && name == TextMatch.Key(person.Name))
        {
            evidence.Add(AccountEvidence.SameName);
        }

        if (account.Text(EntityFields.Username) is { Length: >= ShortestHandle } handle && handle.Equals(person.Email.Split('@')[0], StringComparison.OrdinalIgnoreCase))
        {
            evidence.Add(AccountEvidence.SameHandle);
        }

        return evidence.Count == 0 ? null : new AccountMatch(
            person, source, account, evidence,
            IsLikely: evidence[0] == AccountEvidence.SameAddress || (evidence[0] == AccountEvidence.FoundByAddress && evidence.Contains(AccountEvidence.SameName)));
    }
}
