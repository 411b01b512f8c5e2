using System.Collections.Frozen;
using Integrations.Core.Identity.Organizations;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;

namespace Integrations.Core.Identity.Accounts;

/// <summary>12 to 128 characters of any kind, and none of what everyone tries first (SECURITY T7, NIST SP 800-63B).</summary>
internal sealed class PasswordRules : IPasswordValidator<User>
{
    public const int MinLength = 12;
    public const int MaxLength = 128;

    // Words that common passwords of twelve and more characters are built from; a word with decoration is still the word.
    private static readonly FrozenSet<string> CommonWords = FrozenSet.ToFrozenSet(
        [
            "password", "passwort", "passphrase", "passw", "pass", "mypassword", "thepassword", "passwordpassword", "newpassword", "changeme",
            "changemenow", "changeit", "changethis", "letmein", "letmeinnow", "letmeinplease", "welcome", "welcomehome", "welcomeback", "admin",
            "administrator", "adminadmin", "root", "rootroot", "toor", "superuser", "supervisor", "guest", "user", "test", "testtest", "testing",
            "tester", "demo", "default", "secret", "topsecret", "mysecret", "login", "signin", "access", "master", "hello", "helloworld", "iloveyou",
            "iloveyouso", "ilovegod", "iloveme", "loveyou", "lovelove", "love", "princess", "prince", "sunshine", "monkey", "dragon", "football",
            "baseball", "basketball", "soccer", "hockey", "superman", "batman", "spiderman", "starwars", "pokemon", "naruto", "minecraft", "qwerty",
            "qwertyuiop", "qwertyqwerty", "qwertyuiopasdfghjkl", "qwertyuiopasdfghjklzxcvbnm", "qwertz", "qwertzuiop", "azerty", "azertyuiop",
            "asdf", "asdfasdf", "asdfgh", "asdfghjkl", "asdfghjklzxcvbnm", "zxcvbn", "zxcvbnm", "zxcvbnmasdfghjkl", "qazwsx", "qazwsxedc",
            "qazwsxedcrfv", "qazwsxedcrfvtgb", "qazqaz", "wasd", "abcd", "abcdef", "abcdefg", "abcdefgh", "abcdefghijkl", "abcabc", "abc", "trustno",
            "trustnoone", "whatever", "freedom", "jesus", "jesuschrist", "jesusislord", "godisgood", "blessed", "computer", "internet", "google",
            "facebook", "linkedin", "microsoft", "windows", "samsung", "apple", "company", "business", "office", "winter", "spring", "summer",
            "autumn", "monday", "friday", "january", "december", "michael", "jordan", "charlie", "daniel", "jennifer", "jessica", "michelle",
            "ashley", "andrew", "thomas", "robert", "george", "killer", "shadow", "hunter", "ranger", "mustang", "corvette", "ferrari", "mercedes",
            "harley", "yankees", "cowboys", "liverpool", "chelsea", "arsenal", "barcelona", "realmadrid", "chocolate", "cookie", "cheese", "banana",
            "butterfly", "flower", "unicorn", "rainbow", "correcthorsebatterystaple", "correcthorse", "integration", "integrations", "integrationshub",
        ],
        StringComparer.Ordinal);

    private static readonly string[] Rows = ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p"];

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        Task.FromResult(Check(password, user.Email) is { } failure
            ? IdentityResult.Failed(new IdentityError { Code = "password", Description = failure.Message })
            : IdentityResult.Success);

    /// <summary>Null for a password that may be used. It is taken as it is: nothing is trimmed or cut.</summary>
    public static Failure? Check(string? password, string? email)
    {
        if (password is null || password.Length < MinLength)
        {
            return Failure.InvalidField("password", $"The password needs at least {MinLength} characters. A few unrelated words make a good one.");
        }

        if (password.Length > MaxLength)
        {
            return Failure.InvalidField("password", $"The password may have at most {MaxLength} characters.");
        }

        return IsCommon(password) || IsAddress(password, email)
            ? Failure.InvalidField("password", "This password is among the first that anyone would try. Choose another, such as a few unrelated words.")
            : null;
    }

    private static bool IsAddress(string password, string? email) =>
        email is not null && (password.Equals(email, StringComparison.OrdinalIgnoreCase)
            || (email.Split('@')[0] is { Length: >= 4 } name && Bare(password) is var bare && bare == Bare(name)));

    private static bool IsCommon(string password)
    {
        var lower = password.ToLowerInvariant();
        return CommonWords.Contains(Bare(password)) || CommonWords.Contains(Plain(lower)) || RepeatsItself(lower) || Rows.Any(row => Walks(lower, row));
    }

    /// <summary>Without decoration before and behind, and with the usual digits-for-letters undone.</summary>
    private static string Bare(string password) => Plain(password.ToLowerInvariant().Trim(Decoration));

    private static char[] Decoration => [.. "0123456789!?.,;:-_+*#$%&@=/()[]{}<>^~ '\""];

    private static string Plain(string text) => string.Concat(text.Select(character => character switch
    {
        '0' => 'o',
        '1' or '!' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => character,
    }).Where(char.IsLetter));

    /// <summary>One to six characters over and over, such as <c>aaaaaaaaaaaa</c> or <c>abc123abc123</c>.</summary>
    private static bool RepeatsItself(string text) =>
        Enumerable.Range(1, 6).Any(period => Enumerable.Range(period, text.Length - period).All(at => text[at] == text[at - period]));

    /// <summary>A walk along a row of the alphabet or the keyboard, forwards or backwards, perhaps twice.</summary>
    private static bool Walks(string text, string row)
    {
        var circle = row + row;
        var back = string.Concat(circle.Reverse());
        return circle.Contains(text, StringComparison.Ordinal) || back.Contains(text, StringComparison.Ordinal);
    }
}
