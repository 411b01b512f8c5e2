using Integrations.Core.Connections.OAuth;

namespace Integrations.Tests.Connections;

/// <summary>Where a person is sent back to, as a header can carry it (RFC 3986, RFC 9110 section 10.2.2).</summary>
public sealed class ReturnAddressTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/meetings?q=a&b=%2F#part", "/meetings?q=a&b=%2F#part")]
    [InlineData("/\u00FC", "/%C3%BC")]
    [InlineData("/x?y=<z>", "/x?y=%3Cz%3E")]
    [InlineData("/\U0001F600?q=\u00E9", "/%F0%9F%98%80?q=%C3%A9")]
    [InlineData("https://app.example/\u00FC?a=b", "https://app.example/%C3%BC?a=b")]
    public void Encoded_IsWhatAHeaderMayHold(string given, string sent) => Assert.Equal(sent, ReturnAddress.Encoded(given));
}
