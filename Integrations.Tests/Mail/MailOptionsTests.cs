using System.ComponentModel.DataAnnotations;
using Integrations.Core.Mail;

namespace Integrations.Tests.Mail;

public sealed class MailOptionsTests
{
    [Fact]
    public void Mail_WithoutAHost_IsOff_AndAsksForNothing()
    {
        var options = new MailOptions();

        Assert.False(options.IsOn);
        Assert.Empty(Problems(options));
    }

    [Theory]
    [InlineData("smtp.example.org", null, null, null, MailSecurity.StartTls, "Mail:From")]
    [InlineData("smtp.example.org", "hub", null, null, MailSecurity.StartTls, "Mail:From")]
    [InlineData("smtp.example.org", "The hub <hub@example.org>", null, null, MailSecurity.StartTls, "Mail:From")]
    [InlineData("https://smtp.example.org", "hub@example.org", null, null, MailSecurity.StartTls, "Mail:Host")]
    [InlineData("smtp.example.org", "hub@example.org", "hub", null, MailSecurity.StartTls, "Mail:UserName")]
    [InlineData("smtp.example.org", "hub@example.org", null, "secret", MailSecurity.StartTls, "Mail:UserName")]
    [InlineData("smtp.example.org", "hub@example.org", "hub", "secret", MailSecurity.None, "Mail:Security")]
    public void WrongSetting_IsNamed(string host, string? from, string? user, string? password, MailSecurity security, string named)
    {
        var problem = Assert.Single(Problems(new MailOptions { Host = host, From = from, UserName = user, Password = password, Security = security }));

        Assert.StartsWith(named, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smtp.example.org", MailSecurity.StartTls, "secret")]
    [InlineData("10.0.0.25", MailSecurity.None, null)]
    [InlineData("::1", MailSecurity.Tls, "secret")]
    public void RightSettings_AlsoInAPrivateNetwork_AreTaken(string host, MailSecurity security, string? password) =>
        Assert.Empty(Problems(new MailOptions { Host = host, From = "hub@example.org", UserName = password is null ? null : "hub", Password = password, Security = security }));

    private static List<string> Problems(MailOptions options)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        return [.. found.Select(problem => problem.ErrorMessage!)];
    }
}
