using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Lineage.IntegrationTests.Identity;

/// <summary>Tokens written by hand (RFC 7515 compact form), so that they can say what an issuer of ours never would.</summary>
internal static class Jws
{
    public static string Sign(ECDsa key, string kid, string issuer, string claims, bool expires = true) =>
        Compact("ES256", kid, issuer, claims, expires, bytes => key.SignData(bytes, HashAlgorithmName.SHA256));

    public static string Sign(RSA key, string kid, string issuer, string claims) =>
        Compact("RS256", kid, issuer, claims, expires: true, bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private static string Compact(string alg, string kid, string issuer, string claims, bool expires, Func<byte[], byte[]> sign)
    {
        var payload = JsonNode.Parse(claims)!.AsObject();
        payload["iss"] = issuer;
        payload["aud"] = "lineage";
        if (expires) payload["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds();
        var head = new JsonObject { ["alg"] = alg, ["typ"] = "JWT", ["kid"] = kid };
        var signed = $"{Base64UrlEncoder.Encode(head.ToJsonString())}.{Base64UrlEncoder.Encode(payload.ToJsonString())}";
        return $"{signed}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }
}
