using MimeKit;

namespace Integrations.Core.Mail;

/// <summary>What an address of a recipient or sender must be.</summary>
internal static class MailAddresses
{
    /// <summary>One plain address: no name around it, no list, no line break, and a domain.</summary>
    public static bool IsOne(string? address) =>
        address is { Length: > 0 and <= OutgoingMail.AddressMaxLength }
        && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ',' or ';' or '<' or '>')
        && MailboxAddress.TryParse(address, out var parsed)
        && parsed.Address == address
        && address.LastIndexOf('@') is > 0 and var at
        && at < address.Length - 1;

    /// <summary>A name or subject for a header: on one line, without controls, and not endless.</summary>
    public static string Line(string text, int maxLength)
    {
        var plain = string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
        return Primitives.Text.Shorten(string.Join(' ', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries)), maxLength);
    }
}
