using Integrations.Core.Migration;

namespace Integrations.Tests.Migration;

/// <summary>Texts of the older system's export that no parser likes: each spoils at most its own line.</summary>
public sealed class LegacyUserTextTests
{
    [Fact]
    public void HalfASurrogatePair_EndsNoImport()
    {
        var users = LegacyUserFile.Read("""
            {"email":"ada@acme.test","integrations":{"github":{"accessToken":"a","account":"\ud83d"}}}
            {"email":"ben\ud83d@acme.test","integrations":{}}
            {"email":"cam@acme.test","email":"twice@acme.test"}
            {"email":"dan@acme.test","integrations":{}}
            """).ToList();

        Assert.Equal("\uFFFD", (string?)users[0].Integrations["github"]["account"]);
        Assert.Equal("ben\uFFFD@acme.test", users[1].Email);
        Assert.NotNull(users[2].Failure);
        Assert.Equal(("dan@acme.test", null), (users[3].Email, users[3].Failure));
    }

    [Theory]
    [InlineData("\uFEFF{\"email\":\"ada@acme.test\"}")]
    [InlineData("\uFEFF[{\"email\":\"ada@acme.test\"}]")]
    public void ByteOrderMark_BeforeTheFile_IsReadAsIfItWereNotThere(string text) => Assert.Equal("ada@acme.test", Assert.Single(LegacyUserFile.Read(text)).Email);
}
